using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;
using NvDemo.Lambda;
using NvDemo.LocalClouds.Aws;

namespace NvDemo.LocalClouds.Doctor;

internal sealed partial class Examination
{
    partial void AddAws() => _clouds[AwsCloud.CloudName] = new DoctoredAws();

    private sealed class DoctoredAws : IDoctoredCloud
    {
        public void Compose(IServiceCollection services, SettingsReader settings) => services.AddFunction(settings);
    }
}
