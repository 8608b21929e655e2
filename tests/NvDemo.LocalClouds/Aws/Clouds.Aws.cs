using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Aws;

namespace NvDemo.LocalClouds;

public sealed partial class Clouds
{
    private AwsCloud? _aws;

    /// <summary>The AWS side.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public AwsCloud Aws => _aws ?? throw new InvalidOperationException("The AWS side does not run.");

    partial void AddAws(CloudsOptions options, ILoggerFactory loggers)
    {
        if (options.Has(AwsCloud.CloudName))
            _all.Add(_aws = new AwsCloud(this, options, loggers));
    }
}
