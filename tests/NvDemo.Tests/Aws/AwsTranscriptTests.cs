using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Aws;

[Collection(LocalCloudsCollection.Name)]
public sealed class AwsTranscriptTests(LocalCloudsFixture fixture) : TranscriptContract(fixture.Clouds.Aws.Url);
