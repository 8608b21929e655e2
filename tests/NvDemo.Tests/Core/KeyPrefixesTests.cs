using NvDemo.Core.Storage;

namespace NvDemo.Tests.Core;

public sealed class KeyPrefixesTests
{
    [Theory]
    [InlineData("a/", "a/x", true)]
    [InlineData("a/", "a/", true)]
    [InlineData("a/", "a/b/c", true)]
    [InlineData("a/", "a", false)]
    [InlineData("a/", "ab/x", false)]
    [InlineData("a/", "A/x", false)]
    [InlineData("a/", "x/a/y", false)]
    [InlineData("a/", "", false)]
    [InlineData("a/b/", "a/x", false)]
    [InlineData("a b+/", "a b+/x", true)]
    public void A_key_is_inside_where_it_begins_with_a_prefix(string prefix, string key, bool isInside) =>
        Assert.Equal(isInside, KeyPrefixes.Only(["other/", prefix]).Contain(key));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a/x")]
    public void All_contain_every_key(string key) => Assert.True(KeyPrefixes.All.Contain(key));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a")]
    [InlineData("/a/")]
    [InlineData("a//")]
    [InlineData("a/../b/")]
    [InlineData("./")]
    [InlineData("a\\/")]
    [InlineData("a\n/")]
    [InlineData("a%2F/")]
    [InlineData("api/")]
    [InlineData(".NV/")]
    public void What_no_key_begins_with_is_no_prefix(string prefix) =>
        Assert.Throws<FormatException>(() => KeyPrefixes.Only(["good/", prefix]));

    [Fact]
    public void A_prefix_leaves_room_for_a_key()
    {
        Assert.NotNull(KeyPrefixes.Only([new string('a', 1022) + "/"]));
        Assert.Throws<FormatException>(() => KeyPrefixes.Only([new string('a', 1023) + "/"]));
    }

    [Fact]
    public void No_prefix_at_all_is_not_taken_for_all() => Assert.Throws<FormatException>(() => KeyPrefixes.Only([]));

    [Fact]
    public void Equal_ones_have_the_same_prefixes()
    {
        Assert.Equal(KeyPrefixes.Only(["a/", "b/"]), KeyPrefixes.Only(["a/", "b/", "a/"]));
        Assert.Equal(KeyPrefixes.Only(["a/", "b/"]).GetHashCode(), KeyPrefixes.Only(["a/", "b/", "a/"]).GetHashCode());
        Assert.NotEqual(KeyPrefixes.Only(["a/"]), KeyPrefixes.Only(["a/", "b/"]));
        Assert.NotEqual(KeyPrefixes.Only(["a/"]), KeyPrefixes.All);
    }
}
