using CsCheck;
using NvDemo.Core;
using NvDemo.Core.Index;

namespace NvDemo.Tests.Core;

public sealed class ListQueryTests
{
    private static readonly ListCursor Cursor = new("a/ü b", new DateTime(2022, 5, 1, 12, 11, 48, 443, DateTimeKind.Utc));

    [Fact]
    public void Has_defaults() => Assert.Equal(new ListQuery(500), ListQuery.Parse(new Dictionary<string, string>()));

    [Fact]
    public void A_cursor_survives_its_way_through_a_url() => Assert.Equal(Cursor, ListCursor.Decode(Uri.UnescapeDataString(Cursor.Encode())));

    [Fact]
    public void A_cursor_by_key_survives_its_way_too() => Assert.Equal(new ListCursor("a/ü b"), ListCursor.Decode(new ListCursor("a/ü b").Encode()));

    [Fact]
    public void Any_cursor_survives_its_way() =>
        Gen.Select(Gen.String[Gen.Char['\u0001', '\ud7ff'], 1, 40], Gen.DateTime.Nullable()).Sample((key, date) =>
        {
            var cursor = new ListCursor(key, date is { } some ? DateTime.SpecifyKind(some, DateTimeKind.Utc) : null);
            Assert.Equal(cursor, ListCursor.Decode(cursor.Encode()));
        });

    [Fact]
    public void Reads_all_parameters() => Assert.Equal(
        new ListQuery(7, "a/", IsFolded: true, Cursor),
        ListQuery.Parse(new Dictionary<string, string> { ["limit"] = "7", ["prefix"] = "a/", ["delimiter"] = "/", ["cursor"] = Cursor.Encode() }));

    [Theory]
    [InlineData("", false, true)]
    [InlineData("a", false, false)]
    [InlineData("", true, false)]
    public void A_cursor_is_of_one_order(string prefix, bool isFolded, bool isByDate)
    {
        var asked = new ListQuery(IsFolded: isFolded);
        var (right, wrong) = isByDate ? (Cursor, new ListCursor("a")) : (new ListCursor("a"), Cursor);
        Assert.Equal(right, (asked with { After = right }).WithPrefix(prefix).After);
        Assert.Contains("cursor", Assert.Throws<InvalidInputException>(() => (asked with { After = wrong }).WithPrefix(prefix)).Message);
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "1001")]
    [InlineData("limit", "-1")]
    [InlineData("limit", " 5")]
    [InlineData("limit", "ten")]
    [InlineData("limit", "")]
    [InlineData("prefix", "a\0b")]
    [InlineData("delimiter", "")]
    [InlineData("delimiter", "//")]
    [InlineData("delimiter", ":")]
    [InlineData("cursor", "")]
    [InlineData("cursor", "!!!")]
    [InlineData("cursor", "OTk5OTk5OTk5OTk5OTk5OTk5OTk6YQ")]
    [InlineData("cursor", "Zm9v")]
    // "1:a" as no cursor has it: with a zero before, with the last bits set, padded; "1:" and a byte that is no UTF-8.
    [InlineData("cursor", "MDE6YWE")]
    [InlineData("cursor", "MTphYR")]
    [InlineData("cursor", "MTphYQ==")]
    [InlineData("cursor", "MTr_")]
    public void Names_the_parameter_that_is_out_of_bounds(string name, string value) =>
        Assert.Contains(name, Assert.Throws<InvalidInputException>(() => ListQuery.Parse(new Dictionary<string, string> { [name] = value })).Message);
}
