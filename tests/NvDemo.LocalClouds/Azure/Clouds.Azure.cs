using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Azure;

namespace NvDemo.LocalClouds;

public sealed partial class Clouds
{
    private AzureCloud? _azure;

    /// <summary>The Azure side.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public AzureCloud Azure => _azure ?? throw new InvalidOperationException("The Azure side does not run.");

    partial void AddAzure(CloudsOptions options, ILoggerFactory loggers)
    {
        if (options.Has(AzureCloud.CloudName))
            _all.Add(_azure = new AzureCloud(this, options));
    }
}
