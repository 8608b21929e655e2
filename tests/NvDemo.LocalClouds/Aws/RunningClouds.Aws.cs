using NvDemo.LocalClouds.Aws;

namespace NvDemo.LocalClouds;

internal sealed partial class RunningClouds
{
    partial void AddAws()
    {
        if (_endpoints.ContainsKey(AwsCloud.CloudName))
            _all.Add(new RunningAws(this));
    }
}
