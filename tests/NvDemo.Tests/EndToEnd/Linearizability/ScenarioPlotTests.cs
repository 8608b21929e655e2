using System.Xml.Linq;
using NvDemo.Drill.History;
using NvDemo.Drill.Report;
using NvDemo.Drill.Scenarios;

namespace NvDemo.Tests.EndToEnd.Linearizability;

public sealed class ScenarioPlotTests
{
    // What a page of the documents can bear, 40 times.
    private const int MostBytes = 60_000;

    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void A_minute_with_errors_is_a_small_picture()
    {
        var operations = Enumerable.Range(0, 6000).Select(i => new Operation(
            "front", "GET /a", "a", Start.AddMilliseconds(10 * i), Start.AddMilliseconds((10 * i) + (i % 500) + 1), i is > 1000 and < 2000 ? 503 : 200, "aws", null));
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "plots", "plot.svg");
            ScenarioPlot.Write(file, AllScenarios.List[0], operations, new Fault(Start.AddSeconds(10), Start.AddSeconds(20), Start.AddSeconds(20)));
            Assert.InRange(new FileInfo(file).Length, 1, MostBytes);
            Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
