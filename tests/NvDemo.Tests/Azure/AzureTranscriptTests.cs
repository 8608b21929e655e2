using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(LocalCloudsCollection.Name)]
public sealed class AzureTranscriptTests(LocalCloudsFixture fixture) : TranscriptContract(fixture.Clouds.Azure.Url);
