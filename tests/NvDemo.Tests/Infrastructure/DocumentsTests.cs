using System.Text.RegularExpressions;

namespace NvDemo.Tests.Infrastructure;

/// <summary>Links of the documents lead somewhere, and from README.md by docs/README.md to every page.</summary>
public sealed partial class DocumentsTests
{
    public static TheoryData<string> Pages => [.. Documents("docs").Append("README.md").Append("CONTRIBUTING.md").Append("CHANGELOG.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        foreach (var (file, heading) in Links(page))
        {
            Assert.True(File.Exists(Sources.PathOf(file)) || Directory.Exists(Sources.PathOf(file)), $"{page}: there is no {file}");
            if (heading.Length > 0)
                Assert.Contains(heading, Headings(file));
        }
    }

    [Fact]
    public void Every_page_is_in_the_index_and_the_index_in_the_readme()
    {
        Assert.Contains("docs/README.md", Links("README.md").Select(link => link.File));
        Assert.Subset(
            Links("docs/README.md").Select(link => link.File).Append("docs/README.md").ToHashSet(), Documents("docs").ToHashSet());
    }

    private static IEnumerable<string> Documents(string folder) =>
        Directory.EnumerateFiles(Sources.PathOf(folder), "*.md").Select(file => $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal);

    /// <summary>Links that stay in the repository, as paths from its root, with the heading that they name.</summary>
    private static IEnumerable<(string File, string Heading)> Links(string page) =>
        from match in Link().Matches(CodeBlock().Replace(Sources.Read(page), ""))
        let target = match.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal)
        let parts = (target + "#").Split('#')
        select (parts[0].Length == 0 ? page : FromRoot(page, parts[0]), parts[1]);

    private static string FromRoot(string page, string target) =>
        Path.GetRelativePath(Sources.PathOf("."), Path.GetFullPath(target, Path.GetDirectoryName(Sources.PathOf(page))!));

    /// <summary>As GitHub names them in links.</summary>
    private static IEnumerable<string> Headings(string page) =>
        Heading().Matches(CodeBlock().Replace(Sources.Read(page), ""))
            .Select(match => NotInAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?m)^#+ (.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("(?ms)^ *```.*?^ *```")]
    private static partial Regex CodeBlock();
}
