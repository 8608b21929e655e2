using CsCheck;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Core;

public sealed class ListRegionTests
{
    private static readonly string[] SomeKeys = ["", "a", "a/", "a/b", "a0", "b", "\uFFFD", "\U0001F600"];
    private static readonly Gen<string> Keys = Gen.Int[0, SomeKeys.Length - 1].Select(i => SomeKeys[i]);
    private static readonly Gen<DateTime> Times = Gen.Int[0, 5].Select(i => DateTime.UnixEpoch.AddMilliseconds(i));

    private static readonly Gen<ListRegion> Regions = Gen.Select(Times, Times, Keys, Keys.Select(Gen.Bool, (key, isEnd) => isEnd ? null : key))
        .Select((one, other, first, last) => new ListRegion(one < other ? one : other, one < other ? other : one, first, last));

    [Fact]
    public void Two_overlap_where_a_file_can_be_in_both() => Gen.Select(Regions, Times, Keys).Sample((region, time, key) =>
        Assert.Equal(Has(region, time, key), region.Overlaps(ListRegion.At(ObjectKey.FromBucket(key), time))));

    [Fact]
    public void What_is_in_one_of_two_is_in_both_together() => Gen.Select(Regions, Regions, Times, Keys).Sample((one, other, time, key) =>
    {
        if (Has(one, time, key) || Has(other, time, key))
            Assert.True(Has(one.With(other), time, key));
        Assert.Equal(one.Overlaps(other), other.Overlaps(one));
    });

    [Theory]
    [InlineData("", null)]
    [InlineData("a", "b")]
    [InlineData("a/", "a0")]
    [InlineData("\uD7FF", "\uE000")]
    [InlineData("\uFFFF", "\U00010000")]
    [InlineData("a\U0010FFFF", "b")]
    [InlineData("\U0010FFFF\U0010FFFF", null)]
    public void Knows_what_comes_after_a_prefix(string prefix, string? first) => Assert.Equal(first, ObjectKey.FirstAfter(prefix));

    private static bool Has(ListRegion region, DateTime time, string key) =>
        region.From <= time && time <= region.To
        && ObjectKey.Compare(region.FirstKey, key) <= 0 && (region.LastKey is null || ObjectKey.Compare(key, region.LastKey) <= 0);
}
