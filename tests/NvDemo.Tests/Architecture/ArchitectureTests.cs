using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NvDemo.Tests.Architecture;

/// <summary>The code has the arrows of docs/architecture.md and no others.</summary>
public sealed class ArchitectureTests
{
    // By the names of their assemblies. Each half may be missing, with its rooms.
    private static readonly Dictionary<string, string[]> Foreign = new()
    {
        ["NvDemo.Core"] =
        [
            "AWSSDK", "Amazon", "Azure", "Microsoft.Azure", "Npgsql", "OpenTelemetry", "StackExchange", "dbup",
            "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Mvc", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Server",
        ],
        ["NvDemo.Adapters"] = ["Amazon.Lambda", "Azure", "Microsoft.Azure", "Microsoft.AspNetCore"],
        ["NvDemo.Azure"] = ["Amazon.Lambda", "Microsoft.Azure.Functions", "Microsoft.AspNetCore"],
        ["NvDemo.Functions"] = ["Amazon.Lambda", "Npgsql", "StackExchange"],
        ["NvDemo.Lambda"] = ["Azure", "Microsoft.Azure", "Microsoft.AspNetCore", "Npgsql", "StackExchange"],
    };

    private static readonly IReadOnlyList<Room> All = Room.Read(Sources.Read("docs/architecture.md"));
    private static readonly Room[] Built = [.. All.Where(room => File.Exists(room.AssemblyFile))];

    public static TheoryData<string> Names => [.. Built.Select(room => room.Name)];

    public static TheoryData<string> Projects => [.. Foreign.Keys.Where(project => Built.Any(room => room.Name == project))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_room_is_lived_in_and_uses_only_what_it_may(string name)
    {
        var room = Built.Single(room => room.Name == name);
        Assert.NotEmpty(room.Types(Built));
        var forbidden = Built.Where(other => other != room && !room.MayUse(other));
        Assert.Empty(forbidden.SelectMany(other => room.ArrowsTo(other, Built)));
    }

    [Fact]
    public void Rooms_use_only_those_above_them() =>
        Assert.DoesNotContain(All.Index(), item => All.Skip(item.Index + 1).Any(item.Item.MayUse));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_its_own_vendors(string project)
    {
        using var file = new PEReader(File.OpenRead(Built.First(room => room.Name == project).AssemblyFile));
        var metadata = file.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name));
        Assert.DoesNotContain(references, reference =>
            Foreign[project].Any(name => reference == name || reference.StartsWith(name + ".", StringComparison.Ordinal)));
    }
}
