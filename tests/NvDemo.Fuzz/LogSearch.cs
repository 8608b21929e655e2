using System.Text;
using NvDemo.Fuzz.Grammar;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Fuzz;

/// <summary>Looks for secrets in the logs of a run.</summary>
internal static class LogSearch
{
    private static readonly string[] Secrets =
    [
        LocalAws.ClientPassword, LocalAws.SecretKey, PostgresServer.Password, PostgresServer.ServicePassword, FunctionsApp.MasterKey, HeaderGrammar.SecretMark,
        "AccountKey=", .. HeaderGrammar.SentCredentials,
    ];

    public static void Run(string directory, Findings findings)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            foreach (var line in File.ReadLines(file, Encoding.Latin1))
            {
                if (Array.Find(Secrets, secret => line.Contains(secret, StringComparison.Ordinal)) is { } found)
                    findings.Add($"a secret is in {Path.GetFileName(file)}", $"{found}: {OneLine.Of(line, 500)}");
            }
        }
    }
}
