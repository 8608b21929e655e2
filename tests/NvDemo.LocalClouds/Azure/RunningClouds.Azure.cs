using NvDemo.LocalClouds.Azure;

namespace NvDemo.LocalClouds;

internal sealed partial class RunningClouds
{
    partial void AddAzure()
    {
        if (_endpoints.ContainsKey(AzureCloud.CloudName))
            _all.Add(new RunningAzure(this));
    }
}
