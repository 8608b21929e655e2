using NvDemo.Core;
using NvDemo.Core.Http;

namespace NvDemo.Tests.Core;

/// <summary>RFC 9110, section 13.</summary>
public sealed class PreconditionsTests
{
    private static readonly Validators Current = new("\"e\"", new DateTimeOffset(2022, 5, 1, 12, 11, 48, TimeSpan.Zero));

    [Theory]
    [InlineData("If-Match", "\"e\"", PreconditionResult.Passed)]
    [InlineData("If-Match", "\"x\"", PreconditionResult.Failed)]
    [InlineData("If-Match", "W/\"e\"", PreconditionResult.Failed)]
    [InlineData("If-Match", "\"x\", \"e\"", PreconditionResult.Passed)]
    [InlineData("If-Match", "*", PreconditionResult.Passed)]
    [InlineData("If-None-Match", "\"e\"", PreconditionResult.NotModified)]
    [InlineData("If-None-Match", "W/\"e\"", PreconditionResult.NotModified)]
    [InlineData("If-None-Match", "\"x\",W/\"e\"", PreconditionResult.NotModified)]
    [InlineData("If-None-Match", "*", PreconditionResult.NotModified)]
    [InlineData("If-None-Match", "\"x\"", PreconditionResult.Passed)]
    [InlineData("If-Modified-Since", "Sun, 01 May 2022 12:11:48 GMT", PreconditionResult.NotModified)]
    [InlineData("If-Modified-Since", "Sunday, 01-May-22 12:11:48 GMT", PreconditionResult.NotModified)]
    [InlineData("If-Modified-Since", "Sun May  1 12:11:48 2022", PreconditionResult.NotModified)]
    [InlineData("If-Modified-Since", "Sun, 01 May 2022 12:11:47 GMT", PreconditionResult.Passed)]
    [InlineData("If-Modified-Since", "yesterday", PreconditionResult.Passed)]
    [InlineData("If-Unmodified-Since", "Sun, 01 May 2022 12:11:48 GMT", PreconditionResult.Passed)]
    [InlineData("If-Unmodified-Since", "Sun, 01 May 2022 12:11:47 GMT", PreconditionResult.Failed)]
    [InlineData("If-Unmodified-Since", "Sunday, 01-May-22 12:11:47 GMT", PreconditionResult.Failed)]
    [InlineData("If-Unmodified-Since", "yesterday", PreconditionResult.Passed)]
    public void Each_is_compared_as_it_says(string name, string value, PreconditionResult result)
    {
        Assert.Equal(result, Of("GET", (name, value)).Evaluate(Current));
        Assert.Equal(result, Of("HEAD", (name, value)).Evaluate(Current));

        // Only reads can be answered with what the client has, and If-Modified-Since is for them alone.
        var written = result != PreconditionResult.NotModified ? result
            : name == "If-Modified-Since" ? PreconditionResult.Passed : PreconditionResult.Failed;
        Assert.Equal(written, Of("PUT", (name, value)).Evaluate(Current));
        Assert.Equal(written, Of("DELETE", (name, value)).Evaluate(Current));
    }

    [Theory]
    [InlineData("If-Match", "*", PreconditionResult.Failed)]
    [InlineData("If-Match", "\"e\"", PreconditionResult.Failed)]
    [InlineData("If-None-Match", "*", PreconditionResult.Passed)]
    [InlineData("If-None-Match", "\"e\"", PreconditionResult.Passed)]
    [InlineData("If-Unmodified-Since", "Sun, 01 May 2022 12:11:47 GMT", PreconditionResult.Passed)]
    public void Where_there_is_nothing_only_if_match_fails(string name, string value, PreconditionResult result) =>
        Assert.Equal(result, Of("DELETE", (name, value)).Evaluate(current: null));

    [Fact]
    public void Tags_count_and_not_the_dates_beside_them()
    {
        const string Before = "Sun, 01 May 2022 12:11:47 GMT", After = "Sun, 01 May 2022 12:11:49 GMT";
        Assert.Equal(PreconditionResult.Passed, Of("GET", ("If-Match", "\"e\""), ("If-Unmodified-Since", Before)).Evaluate(Current));
        Assert.Equal(PreconditionResult.Passed, Of("GET", ("If-None-Match", "\"x\""), ("If-Modified-Since", After)).Evaluate(Current));
        Assert.Equal(PreconditionResult.NotModified, Of("GET", ("If-Match", "\"e\""), ("If-None-Match", "\"e\"")).Evaluate(Current));
        Assert.Equal(PreconditionResult.Failed, Of("GET", ("If-Match", "\"x\""), ("If-None-Match", "\"e\"")).Evaluate(Current));
    }

    [Theory]
    [InlineData("e")]
    [InlineData("\"e")]
    [InlineData("\"e\", *")]
    [InlineData("")]
    public void What_is_no_tag_is_refused(string value)
    {
        foreach (var name in (string[])["If-Match", "If-None-Match"])
            Assert.Contains(name, Assert.Throws<InvalidInputException>(() => Of("PUT", (name, value))).Message);
    }

    [Fact]
    public void A_store_decides_on_one_strong_tag_alone()
    {
        Assert.True(Of("GET").IsEmpty);
        Assert.Equal("\"e\"", Of("GET", ("If-Match", "\"e\"")).OnlyIfMatch);
        Assert.Equal("\"e\"", Of("GET", ("If-None-Match", "\"e\"")).OnlyIfNoneMatch);
        Assert.True(Of("PUT", ("If-None-Match", "*")).IsOnlyIfNew);
        foreach (var value in (string[])["*", "W/\"e\"", "\"a\", \"b\""])
            Assert.Equal((null, null), (Of("GET", ("If-Match", value)).OnlyIfMatch, Of("GET", ("If-None-Match", value)).OnlyIfNoneMatch));
        Assert.Null(Of("GET", ("If-Match", "\"e\""), ("If-None-Match", "\"x\"")).OnlyIfMatch);
    }

    private static Preconditions Of(string method, params (string Name, string Value)[] headers) => Preconditions.Of(new Request
    {
        Method = method,
        Path = "/x",
        RequestId = "r",
        Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
    });
}
