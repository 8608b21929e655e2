namespace NvDemo.Fuzz.Grammar;

/// <summary>Request targets: the routes, mistyped ones, odd paths, queries.</summary>
internal sealed class TargetGrammar(Dice dice, KeyGrammar keys)
{
    // Without a key of the sequence's own: nothing may be stored under these.
    private static readonly string[] StrayPaths =
    [
        "/api", "/api/", "/api/list/", "/API/list", "/Api/List", "/api/lists", "/api/upload", "/api/upload/", "/api/download_presigned", "/api/download_presigned/",
        "/api/upload_presigned/", "/health", "/health/", "/HEALTH", "/ui", "/ui/", "/UI/x", "/ping", "/sping", "/PING/x", "/.well-known/x", "/.WELL-KNOWN/x", "/.nv/x",
        "/.NV/x", "/admin", "/admin/", "/admin/host/status", "/admin/functions", "/Admin/x", "/runtime", "/runtime/webhooks/x", "/RUNTIME/x",
        "/api/events/sns", "/api/postgres-init", "/api/unknown", "/api/upload/api/x", "/api/upload/admin/x", "/api/upload/Runtime/x", "/api/upload/health",
        "/api/upload/.nv/x", "/api/download_presigned/UI/x", "/favicon.ico", "/robots.txt", "//", "///", "/.", "/..", "/./", "/../", "/%2e", "/%2e%2e/", "/.%2e", "/%",
        "/%4", "/%zz", "/%FF", "/%C3%28", "/%C0%AF", "/%ED%A0%80", "/%F4%90%80%80", "/%2F", "/%252F", "/%5C", "/%00", "/%0A", "/%7F", "/%EF%BF%BE", "/%EF%BF%BF",
        "/%F0%9F%BF%BE", "/ä", "/\x01", "/\x7F", "/a b", "/a\tb", "/\\", "/a\\b", "/\"", "/<>", "/^", "/`", "/{x}", "/|", "/a#b", "#", "", "x", "*", "http://", "http:///x",
        "http://\uE006/health", "http://\uE006", "http://evil.example/health", "https://\uE006/api/list?limit=1", "\uE006", "/;", "/;a=b", "/a;b", "/:", "/@x", "/a:b",
    ];

    private static readonly string[] PathDecorations =
    [
        "/./", "/x/../", "/x/%2e%2e/", "/%2E/", "/x/.%2E/", "/../", "/../../", "/x/y/../../", "/./././",
    ];

    /// <summary>A path to a key.</summary>
    public string To(string route, string key) => route + keys.Spell(key);

    /// <summary>Another way to write a path, with dot segments before it.</summary>
    public string Decorate(string path) => dice.Of(PathDecorations) + path[1..];

    /// <summary>A path in which something is damaged. The first characters of the key are not.</summary>
    public string Damage(string path)
    {
        var start = path.IndexOf(Learned.Namespace, StringComparison.Ordinal) + 1;
        var at = start + dice.Below(path.Length - start + 1);
        return path.Insert(at, dice.Of(
            "%", "%4", "%zz", "%2F", "%252F", "%2e%2e", "%5C", "%00", "%0A", "%0d%0a", "%7F", "%FF", "%C3", "%E4%BD", "%C0%AF", "%ED%A0%80", "%F8%88%80%80%80", "//", "/./",
            "/x/../", "/", "\\", "\x01", "\x7F", "\xFF", "\xC3\xA4", " ", "\t", "#", "?", "?x", "%EF%BF%BE", "%EF%BF%BF", "%u0041", "%25", "%2541", "+", "%2B", ";", ":",
            "%c3%a4", "%E2%80%A8"));
    }

    public string Stray() => dice.Of(StrayPaths);

    /// <summary>A list, most of them of the sequence's own files; those of all files are of use for their status alone.</summary>
    public string List() => dice.Of("/api/list", "/api/list", "/") + "?" + string.Join(
        dice.Percent(95) ? "&" : ";",
        new[] { dice.Percent(90) ? Prefix() : null, dice.Percent(40) ? Limit() : null, dice.Percent(30) ? Cursor() : null, dice.Percent(5) ? Other() : null }
            .Where(parameter => parameter is not null));

    /// <summary>A query for a path that takes none.</summary>
    public string Query() => dice.Of(
        "?", "?x", "?x=y", "?x=%zz", "?%00", "?x=%00", "??", "?&&", "?=", "?;", "?limit=1", "?code=x", "?x=\xC3\xA4", "?a=1&a=2", "?#", "?%FF=%FF",
        "?expires_in=" + dice.Of("60", "0", "-1", "3601", "x", "999999999999"), "?" + new string('q', dice.Of(100, 5000)));

    private string Prefix() => "prefix=" + Learned.Namespace + dice.Weighted(
        (60, () => ""),
        (20, () => "/"),
        (10, () => dice.Of("a", "x", "%2F", "+", "%20", "%C3%A4", "\xC3\xA4", "%00", "%0A", "%5C", "%FF", "%E4%BD", "%ED%A0%80", "%", "%zz", "%25", "%5F", "%EF%BF%BF", "%F0%9F%98%80")),
        (5, () => "&prefix=" + Learned.Namespace + "/"),
        (2, () => new string('p', dice.Of(900, 1010, 1024, 1030))));

    private string Limit() => "limit=" + dice.Of(
        "1", "2", "3", "500", "999", "1000", "0", "1001", "-1", "+1", "1.0", "1e3", "", "x", "%31", "0x1", "01", "%201", "1%20", "99999999999999999999", "1&limit=2", "%D9%A1", "2147483648");

    private string Cursor() => "cursor=" + dice.Of(
        $"{Learned.Cursor}", $"{Learned.Cursor}", $"{Learned.ForgedCursor}", $"{Learned.CutCursor}", $"{Learned.Cursor}=", $"{Learned.Cursor}!", "", "nonsense", "AAAA", "%00", "====",
        "OTk5OTk5OTk5OTk5OTk5OTk5OTk6eA", "LTE6eA", "MDp4", "MDo", "MDoA", "MzE1NTM3ODk3NTk5OTk5OTk5OTp4", "MTo_Pz8", "MTr_", "NjM3ODcwMzc1MDg0NDMwMDAwOi8vLw",
        new string('A', dice.Of(40, 1500, 5000)));

    private string Other() => dice.Of("x=y", "PREFIX=x", "Limit=1", "%6Cimit=1", "delimiter=/", "delimiter=", "&", "=", "prefix", "limit", "%", "\xC3\xA4=1", "%FF=1");
}
