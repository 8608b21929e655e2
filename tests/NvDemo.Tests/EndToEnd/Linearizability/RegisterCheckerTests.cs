using NvDemo.Drill.History;

namespace NvDemo.Tests.EndToEnd.Linearizability;

public sealed class RegisterCheckerTests
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void A_read_sees_the_last_write_that_was_acknowledged_before_it()
    {
        Assert.Null(Check(Write(1, 0, 1), Read(1, 2, 3), Write(2, 4, 5), Read(2, 6, 7)));
        Assert.NotNull(Check(Write(1, 0, 1), Write(2, 2, 3), Read(1, 4, 5)));
        Assert.NotNull(Check(Write(1, 0, 1), Read(null, 2, 3)));
        Assert.NotNull(Check(Read(1, 0, 1)));
    }

    [Fact]
    public void A_file_that_was_deleted_does_not_come_back()
    {
        Assert.Null(Check(Write(1, 0, 1), Write(null, 2, 3), Read(null, 4, 5)));
        Assert.NotNull(Check(Write(1, 0, 1), Write(null, 2, 3), Read(1, 4, 5)));
    }

    [Fact]
    public void What_is_under_way_may_be_seen_or_not_but_once_seen_it_is_done()
    {
        Assert.Null(Check(Write(1, 0, 1), Write(2, 2, 9), Read(1, 3, 4), Read(2, 5, 6)));
        Assert.NotNull(Check(Write(1, 0, 1), Write(2, 2, 9), Read(2, 3, 4), Read(1, 5, 6)));
    }

    [Fact]
    public void What_has_no_outcome_may_happen_at_any_time_or_never_but_once()
    {
        Assert.Null(Check(Write(1, 0, 1), Write(2, 2, null), Read(1, 3, 4)));
        Assert.Null(Check(Write(1, 0, 1), Write(2, 2, null), Write(3, 3, 4), Read(3, 5, 6), Read(2, 7, 8)));
        Assert.NotNull(Check(Write(1, 0, 1), Write(2, 2, null), Read(2, 3, 4), Write(3, 5, 6), Read(3, 7, 8), Read(2, 9, 10)));
        Assert.NotNull(Check(Write(1, 0, 1), Read(2, 2, 3), Write(2, 4, null)));
    }

    [Fact]
    public void A_condition_holds_or_does_not_when_its_operation_takes_effect()
    {
        Assert.Null(Check(Write(1, 0, 1), Write(2, 2, 3) with { Requires = Requirement.Equal, Operand = 1 }, Read(2, 4, 5)));
        Assert.NotNull(Check(Write(1, 0, 1), Write(3, 2, 3), Write(2, 4, 5) with { Requires = Requirement.Equal, Operand = 1 }));
        Assert.Null(Check(Write(1, 0, 1), Write(3, 2, 3), Refused(1, 4, 5), Read(3, 6, 7)));
        Assert.NotNull(Check(Write(1, 0, 1), Refused(1, 2, 3)));
    }

    private static RegisterOperation? Check(params RegisterOperation[] operations) => RegisterChecker.Check(operations);

    private static RegisterOperation Write(long? value, int began, int? ended) =>
        new("k", Start.AddSeconds(began), ended is { } at ? Start.AddSeconds(at) : null, "") { IsWrite = true, Value = value };

    private static RegisterOperation Refused(long? operand, int began, int ended) =>
        new("k", Start.AddSeconds(began), Start.AddSeconds(ended), "") { Requires = Requirement.NotEqual, Operand = operand };

    private static RegisterOperation Read(long? value, int began, int ended) =>
        RegisterOperation.Read("k", value, Start.AddSeconds(began), Start.AddSeconds(ended), "");
}
