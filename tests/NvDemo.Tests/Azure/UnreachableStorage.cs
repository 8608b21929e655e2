using NvDemo.LocalClouds.Azure;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

/// <summary>A storage account where nothing answers.</summary>
internal static class UnreachableStorage
{
    /// <summary>The connection string of the account of <paramref name="azurite"/>, but <see cref="Nowhere"/>.</summary>
    public static string Of(AzuriteServer azurite) =>
        azurite.ConnectionString.Replace($":{azurite.Port}/", $":{Nowhere.Port}/", StringComparison.Ordinal);
}
