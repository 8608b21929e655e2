using System.Text;
using NvDemo.Core;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Core;

public sealed class ObjectKeyTests
{
    [Theory]
    [InlineData("foo")]
    [InlineData("a/b/c.txt")]
    [InlineData("with space and + and % and # and ? and ; and ' and \"")]
    [InlineData("100%")]
    [InlineData("%zz")]
    [InlineData("你好/😀")]
    [InlineData("...")]
    [InlineData("apis/x")]
    public void Takes_every_other_key_as_it_is(string key) => Assert.Equal(key, ObjectKey.FromClient(key).Value);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("/a", "slash")]
    [InlineData("a/", "slash")]
    [InlineData("a//b", "slash")]
    [InlineData("a\nb", "control character")]
    [InlineData("a\u007fb", "control character")]
    [InlineData("a\\b", "backslash")]
    [InlineData("a%2Fb", "two hexadecimal digits")]
    [InlineData("a%20b", "two hexadecimal digits")]
    public void Names_the_rule_that_a_key_breaks(string key, string rule) =>
        Assert.Contains(rule, Assert.Throws<InvalidInputException>(() => ObjectKey.FromClient(key)).Message);

    [Fact]
    public void Counts_bytes_not_characters()
    {
        Assert.Equal(1024, ObjectKey.FromClient(new string('a', 1024)).Value.Length);
        Assert.Equal(512, ObjectKey.FromClient(new string('é', 512)).Value.Length);
        Assert.Throws<InvalidInputException>(() => ObjectKey.FromClient(new string('a', 1025)));
        Assert.Throws<InvalidInputException>(() => ObjectKey.FromClient(new string('é', 513)));
    }

    [Theory]
    [InlineData("api/x")]
    [InlineData("admin/x")]
    [InlineData("runtime")]
    [InlineData("health")]
    [InlineData("ui/x")]
    [InlineData("ping")]
    [InlineData("sping")]
    [InlineData(".well-known/x")]
    [InlineData(".nv/x")]
    [InlineData("Admin/x")]
    [InlineData("API")]
    public void Does_not_let_clients_name_what_the_service_owns(string key) =>
        Assert.Throws<InvalidInputException>(() => ObjectKey.FromClient(key));

    [Theory]
    [InlineData("a/b", true, true)]
    [InlineData("a b/%zz/...", true, true)]
    [InlineData("//x", true, false)]
    [InlineData("//evil.example/x", true, false)]
    [InlineData("x/../b", true, false)]
    [InlineData("a/./b", true, false)]
    [InlineData("/lead", true, false)]
    [InlineData("a//b", true, false)]
    [InlineData("a\\b", true, false)]
    [InlineData("a%41", true, false)]
    [InlineData("a\nb", true, false)]
    [InlineData("Health/x", true, false)]
    [InlineData("ui", true, false)]
    [InlineData("uip/ui", true, true)]
    [InlineData("a.b/.c/-_~", true, true)]
    [InlineData(".c/..d", true, true)]
    [InlineData(".", true, false)]
    [InlineData("a/..", true, false)]
    [InlineData("folder/", false, false)]
    [InlineData(".nv/x", false, false)]
    [InlineData("a\0b", false, false)]
    public void Others_write_keys_that_are_not_listed_or_that_no_url_fetches(string key, bool listed, bool fetchable)
    {
        Assert.Equal((listed, fetchable), (ObjectKey.FromBucket(key).IsListed, ObjectKey.FromBucket(key).IsFetchable));
        Assert.Equal(fetchable, ObjectKey.IsFetchableText(Encoding.UTF8.GetBytes(key)));
    }

    [Theory]
    [InlineData("a/b/c.txt", "c.txt")]
    [InlineData("foo", "foo")]
    public void Has_its_last_segment_as_filename(string key, string filename) => Assert.Equal(filename, ObjectKey.FromBucket(key).Filename);

    [Fact]
    public void Escapes_each_segment_for_a_url()
    {
        Assert.Equal("a%20b/%3F%23%25%2B", ObjectKey.FromBucket("a b/?#%+").EscapedPath);
        var all = string.Concat(Enumerable.Range(0, 0x800).Select(code => (char)code)) + "\uFFFF😀";
        Assert.Equal(string.Join('/', all.Split('/').Select(Uri.EscapeDataString)), ObjectKey.FromBucket(all).EscapedPath);
    }
}
