using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace NvDemo.Tests.Architecture;

/// <summary>A room of docs/architecture.md: a namespace, with those below it that have no line of their own.</summary>
internal sealed partial class Room
{
    private readonly string[] _uses;

    private Room(string name, string[] uses)
    {
        (Name, _uses) = (name, uses);
        var project = string.Join('.', name.Split('.').Take(2));
        // The artifacts layout: bin/<project>/<configuration>/.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        AssemblyFile = Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, project + ".dll");
    }

    public string Name { get; }

    public string AssemblyFile { get; }

    /// <summary>The rooms of a page's tables, in their order.</summary>
    public static IReadOnlyList<Room> Read(string page) =>
    [
        .. Line().Matches(page).Select(line => new Room(
            line.Groups["name"].Value, line.Groups["uses"].Value.Split([' ', '`'], StringSplitOptions.RemoveEmptyEntries))),
    ];

    /// <summary>Whether it may use another room.</summary>
    public bool MayUse(Room other) =>
        _uses.Any(name => name.EndsWith(".*", StringComparison.Ordinal) ? other.IsIn(name[..^2]) : name == other.Name);

    /// <summary>The full names of the types that live in the room, in a house of these rooms.</summary>
    public IReadOnlyList<string> Types(IEnumerable<Room> house)
    {
        using var file = new PEReader(File.OpenRead(AssemblyFile));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeDefinitions
                .Select(metadata.GetTypeDefinition)
                .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
                .Where(type => house.Where(room => IsIn(type.Namespace, room.Name)).MaxBy(room => room.Name.Length) == this)
                .Select(type => $"{type.Namespace}.{type.Name}"),
        ];
    }

    /// <summary>The types of this room that use a type of another one.</summary>
    public IReadOnlyList<string> ArrowsTo(Room other, IEnumerable<Room> house)
    {
        var own = Types(house).ToHashSet();
        var failing = NetArchTest.Rules.Types.FromFile(AssemblyFile).That().ResideInNamespace(Name)
            .ShouldNot().HaveDependencyOnAny([.. other.Types(house)]).GetResult().FailingTypeNames ?? [];
        return [.. failing.Where(type => own.Contains(type.Split('/', '+')[0])).Select(type => $"{type} uses {other.Name}")];
    }

    private static bool IsIn(string name, string around) => name == around || name.StartsWith(around + ".", StringComparison.Ordinal);

    private bool IsIn(string around) => IsIn(Name, around);

    [GeneratedRegex(@"(?m)^\| `(?<name>NvDemo\.[\w.]+)` \|[^|]*\| (?<uses>[^|]*)\|\r?$")]
    private static partial Regex Line();
}
