using System.Text;

namespace NvDemo.Fuzz.Grammar;

/// <summary>What a request of <see cref="RouteGrammar"/> has, but for what every request has.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path, and the query if there is one.</param>
/// <param name="Headers">Lines of headers, none of the body's length.</param>
/// <param name="Body">One character for each byte; <see cref="Learned"/> characters may be in it.</param>
internal sealed record RouteRequest(string Method, string Target, string[] Headers, string Body = "");

/// <summary>Requests of the routes that do more than store or fetch one file: forms, copies, deletions of many, uploads in parts and by TUS.</summary>
/// <param name="dice">The choices.</param>
/// <param name="keys">How keys are spelt.</param>
/// <param name="files">The sequence's files.</param>
internal sealed class RouteGrammar(Dice dice, KeyGrammar keys, IReadOnlyList<string> files)
{
    private const string Boundary = "b0undary";

    // Of JSON: what is no text, no number, or can't be read.
    private static readonly string[] OddValues =
        ["null", "true", "1", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "[]", "{}", "[1]", "[null]", "{\"\\ud800\":1}"];

    private static readonly string[] Sizes = ["0", "1", "3", "3", "5242880", "5242881", "10485761", "5497558138880", "5497558138881"];

    private static readonly string[] OddIds =
        ["", "x", "%00", "none", new string('0', 32), new string('0', 64), "%C3%A4", "..", "%2F", "a%20b", new string('i', 3000)];

    /// <summary>One of them.</summary>
    public RouteRequest Next() => dice.Weighted(
        (20, Form),
        (20, Copy),
        (15, DeleteMany),
        // The local S3 goes through all that it has for it.
        (1, Undelete),
        (30, Multipart),
        (30, Tus));

    private RouteRequest Form()
    {
        var type = "Content-Type: " + dice.Weighted(
            (80, () => $"multipart/form-data; boundary={Boundary}"),
            (10, () => $"Multipart/Form-Data; boundary=\"{Boundary}\""),
            (10, () => "multipart/form-data" + dice.Of("", ";", "; boundary", "; boundary=", "; boundary=\"\"", "; boundary=" + new string('x', dice.Of(69, 70, 71, 4088, 4089)), "; boundary=\xE4", "; boundary=a b", $"; boundary={Boundary}; boundary=x")));
        var parts = string.Concat(Enumerable.Range(0, dice.Of(0, 1, 1, 1, 2, 3, 3)).Select(_ => Part()));
        var end = dice.Percent(90) ? $"--{Boundary}--\r\n" : dice.Of("", $"--{Boundary}", $"--{Boundary}--", "--x--\r\n", "\r\n", $"--{Boundary}--\r\nafter");
        string[] condition = dice.Percent(15) ? ["If-None-Match: " + dice.Of("*", "\"x\"")] : [];
        return new RouteRequest("POST", $"/api/upload/{Learned.Namespace}/{dice.Of("", "form/", "form", "form/a%20b/", "form//", "form/../")}", [type, .. condition], parts + end);
    }

    private string Part()
    {
        var disposition = dice.Weighted(
            (60, () => $"form-data; name=\"f\"; filename=\"{Filename()}\""),
            (10, () => $"form-data; name=f; filename*=UTF-8''{dice.Of("x", "%e4%bd%a0", "%FF", "a%2Fb", "", "%00")}"),
            (10, () => "form-data; name=\"field\""),
            (20, () => dice.Of("", "x", "form-data", "form-data; filename=", "attachment; filename=\"x\"", "form-data; name=\"f\"; filename=\"x", "form-data; name=\"f\"; filename=\"\x01\"", "form-data;;;", "form-data; name=\"f\"; filename=\"" + new string('f', 2000) + "\"")));
        var lines = dice.Percent(95) ? $"Content-Disposition: {disposition}\r\n" : dice.Of("", "x\r\n", ": y\r\n", "X: " + new string('x', 20_000) + "\r\n");
        if (dice.Percent(40))
            lines += "Content-Type: " + dice.Of("text/plain", "nonsense", "", "text/html; charset=utf-8", "\xE4/x", "application/octet-stream", "multipart/mixed; boundary=x") + "\r\n";
        if (dice.Percent(10))
            lines += dice.Of("Content-Transfer-Encoding: base64", "Content-Length: 1", "X-Odd: \xE4", "Content-Type: a/b") + "\r\n";
        return $"--{Boundary}\r\n{lines}{dice.Of("\r\n", "\r\n", "\r\n", "\r\n", "")}{dice.Of("content", "", "\r\n", "--" + Boundary[..3], "\x00\xFF", "line\r\nline\r\n")}\r\n";
    }

    private string Filename() => dice.Of(
        "x.txt", "a b.txt", "\xC3\xA4.txt", "\xE4.txt", "d/e.txt", "..", "../x", "a//b", "/x", "x/", "", "a%22b", "a\\\"b", "a\\b", "%41", ".nv/x", "\xF0\x9F\x98\x80", "con", "x\tb");

    private RouteRequest Copy()
    {
        var parameters = new List<string>();
        if (dice.Percent(95))
            parameters.Add("to=" + dice.Weighted((60, OtherFile), (20, () => $"{Learned.Namespace}/copy-{dice.Below(3)}"), (20, () => Learned.Namespace + Odd())));
        if (dice.Percent(15))
            parameters.Add("upload_id=" + Id());
        if (dice.Percent(15))
            parameters.Add("etag=" + dice.Of("x", "", "%22x%22", "%00", "d41d8cd98f00b204e9800998ecf8427e"));
        return new RouteRequest("POST", $"/api/{dice.Of("copy", "copy", "move")}/{OtherFile()}?{string.Join('&', parameters)}", []);
    }

    private RouteRequest DeleteMany()
    {
        var target = "/api/delete" + dice.Weighted(
            (95, () => ""),
            (5, () => $"?prefix={Learned.Namespace}" + dice.Of("", "/", "/", "/d/", Odd(), "&cursor=x", "&cursor=MTo", "&prefix=x")));
        var body = dice.Weighted(
            (60, () => $"{{\"keys\":[{string.Join(',', Enumerable.Range(0, dice.Of(0, 1, 1, 2, 4)).Select(_ => $"\"{Learned.Namespace}{JsonKey()}\""))}]}}"),
            (15, () => ""),
            (15, () => $"{{\"keys\":{dice.Of(OddValues)}}}"),
            (10, () => OddJson("keys")));
        return new RouteRequest("POST", target, [], body);
    }

    private RouteRequest Undelete() => new("POST", $"/api/undelete/{OtherFile()}{dice.Of("", "", "?version=x", "?x")}", []);

    private RouteRequest Multipart()
    {
        var path = $"/api/multipart/{OtherFile()}";
        return dice.Weighted(
            (40, () => new RouteRequest("POST", path, [], dice.Weighted(
                (60, () => $"{{\"size\":{dice.Of(Sizes)}}}"),
                (25, () => $"{{\"size\":{dice.Of(Sizes)},\"{dice.Of("part_size", "content_type", "x", "size", "\\ud800", "")}\":{dice.Of([.. OddValues, "5242880", "\"text/plain\""])}}}"),
                (15, () => OddJson("size"))))),
            (10, () => new RouteRequest("GET", $"/api/multipart?prefix={Learned.Namespace}{dice.Of("", "/", "%00", "&cursor=x", "&limit=1")}", [])),
            (20, () => new RouteRequest("GET", path + "?upload_id=" + Id() + dice.Of("", "", "&from=1", "&limit=1", "&from=" + dice.Of(OddIds), "&limit=" + dice.Of("0", "501", "x")), [])),
            (25, () => new RouteRequest("PUT", path + "?upload_id=" + Id(), [], dice.Weighted(
                (50, () => dice.Of("", "{}")),
                (50, () => $"{{\"{dice.Of("parts", "etag", "crc64nvme", "\\ud800")}\":{dice.Of([.. OddValues, "[{\"number\":1,\"etag\":\"x\"}]", "[{\"number\":1}]", "[{\"\\ud800\":1}]", "\"AAAAAAAAAAA=\""])}}}")))),
            (15, () => new RouteRequest("DELETE", path + "?upload_id=" + Id(), [])));
    }

    private RouteRequest Tus()
    {
        var upload = $"/api/tus/{dice.Weighted((85, () => $"{Learned.TusUpload}"), (15, () => dice.Of("", "x", "%00", new string('0', 32), "..", "%C3%A4")))}";
        var headers = new List<string>();
        if (dice.Percent(95))
            headers.Add("Tus-Resumable: " + (dice.Percent(95) ? "1.0.0" : dice.Of("0.2.2", "", "1.0.0, 1.0.0", "x")));
        var offset = "Upload-Offset: " + (dice.Percent(80) ? "0" : dice.Of("3", "-1", "x", "", "0x0", "99999999999999999999", "0, 0"));
        var chunk = "Content-Type: " + (dice.Percent(90) ? "application/offset+octet-stream" : dice.Of("text/plain", "Application/Offset+Octet-Stream", "", "application/offset+octet-stream; a=b"));
        return dice.Weighted(
            (40, () => new RouteRequest("POST", "/api/tus/", [.. headers, .. Creation(), .. dice.Percent(40) ? (string[])[chunk] : []], dice.Of("", "abc", "abcd"))),
            (15, () => new RouteRequest("HEAD", upload, [.. headers])),
            (30, () => new RouteRequest(
                dice.Percent(90) ? "PATCH" : "POST",
                upload,
                [.. headers, offset, chunk, .. dice.Percent(20) ? (string[])[Checksum()] : [], .. dice.Percent(10) ? (string[])["X-HTTP-Method-Override: " + dice.Of("PATCH", "HEAD", "DELETE", "x", "")] : []],
                dice.Of("abc", "ab", "", "abcdef"))),
            (10, () => new RouteRequest("DELETE", upload, [.. headers])),
            (5, () => new RouteRequest("OPTIONS", dice.Of("/api/tus/", upload), [])));
    }

    private IEnumerable<string> Creation()
    {
        if (dice.Percent(97))
            yield return "Upload-Length: " + (dice.Percent(85) ? dice.Of("3", "3", "0", "6") : dice.Of("-1", "x", "", "3.0", "99999999999999999999", "52428800000", "52428800001", "3, 3"));
        if (dice.Percent(97))
        {
            var filename = $"filename {Learned.TusFolder}{Base64(dice.Of("a.txt", "b", "\xC3\xA4 c", "\x00", "/..", "//", "\xFF", "\xEF\xBF\xBF"))}";
            yield return "Upload-Metadata: " + dice.Weighted(
                (70, () => filename),
                (20, () => filename + ",filetype " + dice.Of(Base64("text/plain"), Base64("nonsense"), Base64(""), Base64("\x01/x"), "!", "")),
                (10, () => filename + dice.Of(",", ",,", ",x", ",x ", ",x !", $",{filename}", ",\"x\" eA==", ", x eA==", ",x eA== eA==", ",a\tb eA==")));
        }

        if (dice.Percent(5))
            yield return dice.Of("Upload-Defer-Length: 1", "Upload-Concat: partial", "Upload-Concat: final;/api/tus/x", Checksum());
    }

    private string Checksum() => "Upload-Checksum: " + dice.Of(
        "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "md5 kAFQmDzST7DWlj99KOF/cg==", "crc32 NSRBwg==", "sha1 x", "sha1", "x x", "", "sha512 AA==", "sha1  qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");

    private string Id() => dice.Percent(75) ? $"{Learned.UploadId}" : dice.Of(OddIds);

    private string OtherFile() => keys.Spell(dice.Of(files));

    private string Odd() => dice.Of("", "%00", "/..", "/../x", "//", "/", "%0A", "%5C", "/%252F", "%EF%BF%BF", "/" + string.Concat(Enumerable.Repeat("%E4%BD%A0", dice.Of(300, 340, 400))), "/%7F");

    private string JsonKey() => dice.Of("", "/x", "/\\u0000", "/\\ud800", "/..", "//", "/\\n", "/\\u00e4", "/\xC3\xA4", "/\\\\", "/%2F", "/" + new string('k', 1100), "/\\uffff");

    private string OddJson(string name) => dice.Of(
        "x", "{", "[]", "null", "1", "\"x\"", "{}", $"{{\"{name}\"}}", $"{{\"{name}\":}}", $"{{\"{name}\":1,\"{name}\":1}}", "{\"\\ud800\":1}", "\xEF\xBB\xBF{}", "{} x", "\xFF", new string('[', 100), "{\"a\":" + new string('[', 70) + new string(']', 70) + "}");

    private static string Base64(string bytes) => Convert.ToBase64String(Encoding.Latin1.GetBytes(bytes));
}
