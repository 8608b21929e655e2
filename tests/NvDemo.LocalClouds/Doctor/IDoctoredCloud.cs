using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;

namespace NvDemo.LocalClouds.Doctor;

/// <summary>What <c>doctor</c> has to know of a cloud.</summary>
internal interface IDoctoredCloud
{
    /// <summary>Composes a process as the cloud's host does at its start, which checks its settings.</summary>
    /// <exception cref="SettingsException">Some are missing or malformed.</exception>
    void Compose(IServiceCollection services, SettingsReader settings);

    /// <summary>The settings as this machine can use them: with its own identity in the place of the cloud's.</summary>
    Dictionary<string, string?> OnThisMachine(Dictionary<string, string?> settings) => settings;

    /// <summary>What only this cloud has.</summary>
    IEnumerable<Check> Checks(Deployment deployment, SettingsReader settings) => [];
}
