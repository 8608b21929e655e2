using NvDemo.Drill.History;

namespace NvDemo.Tests.EndToEnd.Linearizability;

public sealed class ListCheckerTests
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void The_last_acknowledged_change_is_right_and_an_older_one_is_stale()
    {
        Change[] changes = [Put("a", 1, 0, 1), Put("a", 2, 2, 3)];
        Assert.Empty(Check(changes, Read(4, 5, ("a", 2))));
        Assert.Equal([1], Single(Check(changes, Read(4, 5, ("a", 1)))).Shown);
    }

    [Fact]
    public void A_file_that_is_not_shown_is_stale_unless_it_was_deleted()
    {
        Assert.Empty(Single(Check([Put("a", 1, 0, 1)], Read(2, 3))).Shown);
        Assert.Empty(Check([Put("a", 1, 0, 1), Delete("a", 2, 3)], Read(4, 5)));
        Single(Check([Put("a", 1, 0, 1), Delete("a", 2, 3)], Read(4, 5, ("a", 1))));
    }

    [Fact]
    public void What_nobody_has_stored_is_wrong_and_so_is_a_file_that_is_shown_twice()
    {
        Single(Check([], Read(2, 3, ("a", 1))));
        Single(Check([Put("a", 1, 0, 1)], Read(2, 3, ("a", 7))));
        Single(Check([Put("a", 1, 0, 1)], Read(2, 3, ("a", 1), ("a", 1))));
        Single(Check([Put("a", 1, 4, 5)], Read(2, 3, ("a", 1))));
    }

    [Theory]
    // Under way before the read, meanwhile, all the time, and not acknowledged before it.
    [InlineData(3, 6)]
    [InlineData(6, 7)]
    [InlineData(3, 9)]
    [InlineData(3, 5)]
    [InlineData(8, 9)]
    public void A_change_that_is_concurrent_with_the_read_may_be_seen_or_not(int invoked, int acknowledged)
    {
        Change[] changes = [Put("a", 1, 0, 1), Put("a", 2, invoked, acknowledged)];
        Assert.Empty(Check(changes, Read(5, 8, ("a", 1))));
        Assert.Empty(Check(changes, Read(5, 8, ("a", 2))));
        Single(Check(changes, Read(5, 8)));
    }

    [Fact]
    public void Of_several_concurrent_changes_any_may_be_seen()
    {
        Change[] changes = [Put("a", 1, 0, 1), Put("a", 2, 4, 6), Delete("a", 6, 7), Put("a", 4, 7, 8)];
        Assert.Empty(Check(changes, Read(5, 9, ("a", 1)), Read(5, 9, ("a", 2)), Read(5, 9), Read(5, 9, ("a", 4))));
        Single(Check([Put("a", 0, -2, -1), .. changes], Read(5, 9, ("a", 0))));
    }

    [Fact]
    public void A_change_of_unknown_outcome_may_be_seen_or_not_from_then_on()
    {
        Change[] changes = [Put("a", 1, 0, 1), Put("a", 2, 2, null)];
        Assert.Empty(Check(changes, Read(50, 51, ("a", 1)), Read(50, 51, ("a", 2))));
        Single(Check(changes, Read(50, 51)));

        changes = [.. changes, Put("a", 3, 4, 5)];
        Assert.Empty(Check(changes, Read(50, 51, ("a", 2)), Read(50, 51, ("a", 3))));
        Single(Check(changes, Read(50, 51, ("a", 1))));
    }

    [Fact]
    public void An_excused_change_may_be_hidden_until_cached_pages_have_expired()
    {
        Change[] changes = [Put("a", 1, 0, 1), Put("a", 2, 2, 3) with { IsExcused = true }];
        Assert.Empty(Check(changes, Read(32, 40, ("a", 1)), Read(32, 40, ("a", 2))));
        Single(Check(changes, Read(33, 40, ("a", 1))));
        Single(Check(changes, Read(32, 40)));
    }

    [Fact]
    public void An_excuse_is_of_no_other_change_and_no_other_key()
    {
        var excused = Put("a", 2, 2, 3) with { IsExcused = true };
        Single(Check([Put("a", 1, 0, 1), excused, Put("a", 3, 4, 5)], Read(6, 7, ("a", 2))));
        Single(Check([Put("a", 1, 0, 1), Put("a", 3, 4, 5) with { IsExcused = true }, excused with { IsExcused = false }], Read(6, 7, ("a", 1))));
        Single(Check([excused, Put("b", 1, 0, 1), Put("b", 2, 2, 3)], Read(6, 7, ("a", 2), ("b", 1))));
    }

    [Fact]
    public void A_page_must_have_only_what_is_for_certain_between_its_cursor_and_its_end()
    {
        var after = new ListedFile("b", 1, Start.AddSeconds(1));
        Reading Page(string last, int date) =>
            Read(30, 31, (last, 1)) with { After = after, IsLast = false, Files = [new(last, 1, Start.AddSeconds(date))] };
        Change[] Files(string last) => [Put("c", 1, 3, 4), Put(last, 1, 20, 21)];

        Assert.Equal("c", Single(Check(Files("d"), Page("d", 21))).Key);
        // Past its end by key or by date; before its cursor by either.
        Assert.Empty(Check(Files("bb"), Page("bb", 21)));
        Assert.Empty(Check(Files("d"), Page("d", 3)));
        Assert.Empty(Check([Put("aa", 1, 3, 4), Put("d", 1, 20, 21)], Page("d", 21)));
        Assert.Empty(Check([Put("c", 1, 0, 1), Put("d", 1, 20, 21)], Page("d", 21)));
        // What it shows must be right wherever it is.
        Single(Check([Put("c", 1, 3, 4), Delete("c", 5, 6), Put("bb", 1, 20, 21), Put("bb", 2, 22, 23)], Page("bb", 21)));
    }

    [Fact]
    public void A_page_has_only_keys_with_its_prefix()
    {
        Change[] changes = [Put("p/a", 1, 0, 1), Put("q/a", 1, 0, 1)];
        Assert.Empty(Check(changes, Read(2, 3, ("p/a", 1)) with { Prefix = "p/" }));
        Single(Check(changes, Read(2, 3, ("p/a", 1))));
    }

    private static Change Put(string key, long size, int invoked, int? acknowledged) =>
        new(key, size, "azure", Start.AddSeconds(invoked), acknowledged is { } at ? Start.AddSeconds(at) : null);

    private static Change Delete(string key, int invoked, int? acknowledged) => Put(key, 0, invoked, acknowledged) with { Size = null };

    private static Reading Read(int began, int ended, params (string Key, long Size)[] files) => new(
        "aws", "/api/list", "", null, Start.AddSeconds(began), Start.AddSeconds(ended), [.. files.Select(file => new ListedFile(file.Key, file.Size, Start))], true);

    private static Violation[] Check(Change[] changes, params Reading[] readings)
    {
        var checker = new ListChecker(changes, TimeSpan.FromSeconds(30));
        return [.. readings.SelectMany(checker.Check)];
    }

    private static Violation Single(Violation[] violations) => Assert.Single(violations);
}
