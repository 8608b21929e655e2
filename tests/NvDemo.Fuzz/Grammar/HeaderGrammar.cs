using System.Security.Cryptography;
using System.Text;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Fuzz.Grammar;

/// <summary>Lines of headers, each without its end.</summary>
internal sealed class HeaderGrammar(Dice dice)
{
    /// <summary>What the logs must not have, in any credentials that are sent here.</summary>
    public const string SecretMark = "fuzz0secret";

    public static readonly string Authorization = $"Authorization: Basic {Base64($"{LocalAws.ClientUserName}:{LocalAws.ClientPassword}")}";

    private static readonly string[] Dates =
    [
        $"{Learned.LastModified}", $"{Learned.LastModified}", "Fri, 31 Dec 2100 23:59:59 GMT", "Sun, 01 May 2022 12:11:48 GMT", "Sunday, 01-May-22 12:11:48 GMT", "Sun May  1 12:11:48 2022",
        "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "yesterday", "0", "-1", "1651407108", "2022-05-01T12:11:48Z",
        "Sun, 01 May 2022 12:11:48 +0200", "Sun, 32 May 2022 12:11:48 GMT", "sun, 01 may 2022 12:11:48 gmt", "Mon, 01 May 2022 12:11:48 GMT", "", "Sun, 01 May 2022 12:11:60 GMT",
    ];

    private static readonly string[] Tags =
    [
        $"{Learned.ETag}", $"{Learned.ETag}", $"{Learned.ETag}", $"W/{Learned.ETag}", "\"x\"", "W/\"x\"", "\"\"", "*", $"\"x\", {Learned.ETag}", $"{Learned.ETag},\"x\"",
        $"\"x\",W/{Learned.ETag}", "\"x\" , \"y\"", ", \"x\"", "\"x\",,\"y\"", "*, \"x\"", "\"x\", *", "**", "x", "\"x", "x\"", "w/\"x\"", "W/x", "W/ \"x\"", "\"x\" \"y\"", "\"a,b\"",
        "\"a\\\"b\"", "\"\xE4\"", "\"a b\"", "", "\"d41d8cd98f00b204e9800998ecf8427e\"", "d41d8cd98f00b204e9800998ecf8427e",
    ];

    private static readonly string[] Ranges =
    [
        "bytes=0-", "bytes=0-0", "bytes=1-2", "bytes=-1", "bytes=-5", "bytes=2-", "bytes=99999-", "bytes=-0", "bytes=0-99999999999999999999", "bytes=99999999999999999999-", "bytes=2-1",
        "bytes=0-0,2-2", "bytes=0-0, -1", "bytes=,0-0", "bytes=", "bytes", "Bytes=0-1", "bytes =0-1", "bytes= 0-1", "bytes=0 - 1", "items=0-1", "bytes=a-b", "bytes=0x0-1", "bytes=--1", "",
        "bytes=1-0,0-0", "bytes=+1-2", "bytes=-99999", "bytes=0-9223372036854775807", "bytes=9223372036854775807-", "bytes=-18446744073709551616", "*",
    ];

    private static readonly string[] Types =
    [
        // No multipart/form-data: the local S3 takes such a body for a form, and stores nothing of it.
        "text/plain", "text/html", "application/json", "application/octet-stream", "image/png", "application/x-www-form-urlencoded", "text/plain; charset=utf-8",
        "text/plain;", "text/plain; ", "text/plain;charset=\"utf-8\"", "text/plain; a=\"b;c\"", "text/plain; a=\"b\\\"c\"", "text/plain; a=\"\"", "text/plain; a=", "text/plain; =b", "text", "text/",
        "/plain", "text/plain/x", "not a type", "text/plain, text/html", "*/*", "text/*", "TEXT/PLAIN", "text/plain; a=\"\x01\"", "text/plain; a=\"\x7F\"", "text/plain; a=\"\t\"", "text/plain\x01",
        "text/plain; a=\"\xE4\"", "text/pl\xE4in", "text/plain; a=b; a=c", "", " ", "text/plain;;", "text/plain; charset", "application/vnd.x+json", "a/b; q=\"" + new string('q', 300) + "\"",
        "text /plain", "text/plain ;a=b", "text/plain; a = b", "x/" + new string('y', 1000),
    ];

    // Not more different ones than a search of the logs can bear.
    private static readonly string[] Credentials =
    [
        "", "Basic", "Basic ", "Basic !!!", "Basic =", "Basic " + Base64("x"), "Basic " + Base64(":"), "Basic " + Base64($"nvclient:{SecretMark}"), "Basic " + Base64($"nvclient:mysecretkey:{SecretMark}"),
        "Basic " + Base64($"nvclient:mysecretkey\0{SecretMark}"), "Basic " + Base64($":{SecretMark}"), "Basic " + Base64($"nvclient{SecretMark}"), "Basic " + Base64($"{SecretMark}:mysecretkey"),
        "Basic " + Base64($"nvclient:{SecretMark}") + "!", "Basic \x01" + SecretMark, "Bearer " + SecretMark, "Bearer", "Digest username=\"nvclient\", response=\"" + SecretMark + "\"", SecretMark,
        "AWS4-HMAC-SHA256 Credential=nvlocal/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=" + SecretMark, "Basic " + Base64("ä:" + SecretMark), "Basic  " + Base64($"nvclient:{SecretMark}"),
        "basic" + Base64($"nvclient:{SecretMark}"), "Basic " + Base64($"nvclient:{SecretMark}") + ", Basic " + Base64($"x:{SecretMark}"), "Basic " + new string('A', 4000),
        $"Basic {Base64("nvclient:mysecretkey")} x", $"Basic {Base64("nvclient:mysecretkey")}=", "Basic " + Base64("NVCLIENT:mysecretkey"), "Basic " + Base64("nvclient:MYSECRETKEY"),
    ];

    private static readonly string[] Origins =
    [
        "null", "http://\uE006", "https://\uE006", "http://evil.example", "http://\uE006.evil.example", "http://\uE006/", "HTTP://\uE006", "http://localhost", "", "x", "file://", "http://\uE006, http://\uE006",
    ];

    /// <summary>The values of the credentials that are sent, for a search of the logs.</summary>
    public static IEnumerable<string> SentCredentials => [.. Credentials.Where(value => value.Length >= 16), Authorization["Authorization: ".Length..]];

    /// <summary>The right credentials, in one of their forms, or none that authenticate.</summary>
    public IEnumerable<string> Authenticate() => dice.Weighted<string[]>(
        (94, () => [Authorization]),
        (1, () => ["authorization: basic " + Authorization["Authorization: Basic ".Length..]]),
        (1, () => []),
        (2, () => [$"Authorization: {dice.Of(Credentials)}"]),
        (1, () => [Authorization, $"Authorization: {dice.Of(Credentials)}"]),
        (1, () => [$"Authorization: {dice.Of(Credentials)}", Authorization]));

    /// <summary>A condition of RFC 9110, 13.1.</summary>
    public string Condition() => dice.Of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range") switch
    {
        var name when name is "If-Match" or "If-None-Match" || (name == "If-Range" && dice.Percent(60)) => $"{name}: {dice.Of(Tags)}",
        var name => $"{name}: {dice.Of(Dates)}",
    };

    public string Range() => $"Range: {dice.Of(Ranges)}";

    public string ContentType() => $"Content-Type: {dice.Of(Types)}";

    /// <summary>What else an upload may say of its content.</summary>
    public string Representation() => dice.Of(
        "Content-Encoding: " + dice.Of("gzip", "identity", "aws-chunked", "aws-chunked,gzip", "br, gzip", "GZIP", "x", "", "\xE4", "\x01", "a b", "gzip,", "aws-chunked, ", new string('e', 500)),
        "Content-Language: " + dice.Of("de", "de, en", "mi, en", "x", "", "\xE4", "\x01", "*", "de-DE-1996", new string('l', 500)),
        "Content-Disposition: " + dice.Of(
            "attachment", "inline", "attachment; filename=\"x.txt\"", "attachment; filename=\"a\\\"b\"", "attachment; filename*=UTF-8''%e4%bd%a0", "attachment; filename=\"\xE4\"", "", "x", "inline; filename=\x01",
            "attachment; filename=\"" + new string('f', 500) + "\""),
        "Cache-Control: " + dice.Of("no-store", "public, max-age=1", "x"),
        "x-amz-meta-x: " + dice.Of("y", "", "\xE4"),
        "x-amz-acl: public-read",
        "x-amz-storage-class: GLACIER",
        "x-amz-copy-source: /nv-demo-files/x",
        "x-amz-tagging: a=b",
        "Expires: 0",
        "Content-Range: " + dice.Of("bytes 0-1/2", "bytes */2", "x", ""),
        "Content-Location: /x",
        "Expect: 100-continue");

    /// <summary>A digest of the content, right, wrong or malformed.</summary>
    public string Digest(byte[] content)
    {
        var right = dice.Percent(60);
        var hashed = right ? content : [.. content, 1];
        var (sha256, sha512) = (Convert.ToBase64String(SHA256.HashData(hashed)), Convert.ToBase64String(SHA512.HashData(hashed)));
        return dice.Of(
            $"{dice.Of("Content-Digest", "Repr-Digest")}: " + dice.Of(
                $"sha-256=:{sha256}:", $"sha-512=:{sha512}:", $"sha-256=:{sha256}:, sha-512=:{sha512}:", $"sha-256=:{sha256}:, sha-512=:x:", $"md5=:AAAA:, sha-256=:{sha256}:", "unixsum=:AAAA:", "sha-256=:!!!:",
                "sha-256=::", $"sha-256={sha256}", $"SHA-256=:{sha256}:", "", "x", $"sha-256=:{sha256[..^4]}:", $"sha-256=:{sha256}:;a=b", $" sha-256 = :{sha256}:", $"sha-256=\"{sha256}\"", "sha-256", ","),
            $"x-amz-checksum-{dice.Of("sha256", "SHA256")}: " + dice.Of(sha256, "x", "", sha512, "AAAA"),
            "x-amz-checksum-sha1: " + dice.Of(Convert.ToBase64String(HashOf(SHA1.HashData)), "AAAA", ""),
            $"x-amz-checksum-{dice.Of("crc32", "crc32c", "crc64nvme", "md5", "x")}: " + dice.Of("AAAAAA==", "AAAA", "x", "", "AAAAAAAAAAA="),
            "x-amz-sdk-checksum-algorithm: " + dice.Of("SHA256", "CRC32", "x"),
            "x-amz-content-sha256: " + dice.Of("UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x"),
            "Want-Content-Digest: sha-256=1");

        // Digests of content, for which these algorithms are in use.
#pragma warning disable CA5350
        byte[] HashOf(Func<byte[], byte[]> hash) => hash(hashed);
#pragma warning restore CA5350
    }

    /// <summary>What browsers send with requests of pages.</summary>
    public IEnumerable<string> Browser()
    {
        if (dice.Percent(70))
            yield return $"Origin: {dice.Of(Origins)}";
        if (dice.Percent(60))
            yield return $"Sec-Fetch-Site: {dice.Of("same-origin", "none", "cross-site", "same-site", "x", "", "Same-Origin")}";
        if (dice.Percent(30))
            yield return $"Access-Control-Request-Method: {dice.Of("PUT", "DELETE", "x", "")}";
    }

    /// <summary>Something that no route asks for.</summary>
    public string Stray() => dice.Of(
        "X-Forwarded-For: " + dice.Of("192.0.2.1", "x", "", "\xE4"),
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: https",
        "Forwarded: for=x;host=evil.example",
        "X-HTTP-Method-Override: DELETE",
        "X-Original-URL: /admin/host/status",
        "X-Rewrite-URL: /health",
        "x-functions-key: " + dice.Of("x", ""),
        "x-ms-client-principal: eyJ9",
        "X-Amzn-Trace-Id: " + dice.Of("Root=1-67891233-abcdef012345678912345678", "x", ""),
        "X-Request-Id: x",
        "X-Nv-Cloud: x",
        "traceparent: " + dice.Of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x"),
        "Accept: " + dice.Of("*/*", "text/html", "application/json;q=0", "x", ""),
        "Accept-Encoding: " + dice.Of("gzip, br", "identity;q=0", "*;q=0", ""),
        "Cookie: " + dice.Of("a=b", "ARRAffinity=x; a=b", ""),
        "Referer: http://evil.example/",
        "User-Agent: " + dice.Of("curl/8.5.0", "", "\xE4", new string('u', 3000)),
        "X-Long: " + new string('x', dice.Of(2000, 8000)),
        "X-Empty:",
        "X-Odd: \xE4",
        "X-Control: \x01",
        "Via: 1.1 x",
        "Max-Forwards: 0",
        "Prefer: return=minimal",
        "If: (<urn:x>)",
        "Destination: /x",
        "Depth: infinity",
        "Upgrade-Insecure-Requests: 1");

    /// <summary>One of the lines once more, with the same or another value.</summary>
    public string Repeat(IReadOnlyList<string> lines)
    {
        var line = dice.Of(lines);
        var name = line.Split(':')[0];
        return dice.Percent(50) ? line : name + ": " + dice.Of("x", "", "\"x\"", "bytes=0-0", "text/html", line.Split(':', 2)[^1].Trim());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
