namespace NvDemo.Fuzz.Grammar;

/// <summary>
/// The requests of one sequence: files of its own are uploaded, asked for and deleted in many ways, and other requests are in between.
/// Nothing depends on replies but what <see cref="Learned"/> stands for, so that a seed decides every request.
/// </summary>
internal sealed class RequestGrammar
{
    /// <summary>The requests of a sequence, but for those that read back at its end.</summary>
    public const int Length = 16;

    private readonly Dice _dice;
    private readonly KeyGrammar _keys;
    private readonly TargetGrammar _targets;
    private readonly HeaderGrammar _headers;
    private readonly BodyGrammar _bodies;
    private readonly RouteGrammar _routes;
    private readonly string[] _files;
    private readonly int _weightOfRoutes;

    public RequestGrammar(int seed, int sequence)
    {
        _dice = new Dice(seed, sequence);
        _keys = new KeyGrammar(_dice);
        _targets = new TargetGrammar(_dice, _keys);
        _headers = new HeaderGrammar(_dice);
        _bodies = new BodyGrammar(_dice);
        _files = [_keys.Key(), _keys.Key(), _keys.Key()];
        _routes = new RouteGrammar(_dice, _keys, _files);

        // What these store and delete is not followed, so that other sequences have none of them.
        _weightOfRoutes = sequence % 2 == 0 ? 0 : 100;
    }

    /// <summary>A cursor that the service could have given out, of a file that there is not.</summary>
    public static string ForgedCursor(string name) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes($"637870375084430000:{name}"));

    public IEnumerable<RequestTemplate> Requests()
    {
        yield return Upload();
        for (var i = 1; i < Length; i++)
        {
            yield return _dice.Weighted(
                (20, Upload),
                (25, Download),
                (8, Delete),
                (8, Presign),
                (12, List),
                (4, OddMethod),
                (10, OddPath),
                (8, StrayPath),
                (_weightOfRoutes, OfRoute),
                (4, MalformedBody),
                (3, MalformedHead));
        }
    }

    private RequestTemplate Upload()
    {
        var content = _dice.Below(2000) == 0 ? _bodies.LargeContent() : _bodies.Content();
        var headers = new List<string>();
        if (_dice.Percent(60))
            headers.Add(_headers.ContentType());
        if (_dice.Percent(30))
            headers.Add(_headers.Condition());
        if (_dice.Percent(15))
            headers.Add(_headers.Representation());
        if (_dice.Percent(15))
            headers.Add(_headers.Digest(content));
        var (lines, body) = _dice.Percent(70) ? BodyGrammar.OfLength(content) : _bodies.InChunks(content);
        return Request("PUT", PathTo("/api/upload/"), headers, lines, body, content);
    }

    private RequestTemplate Download()
    {
        var headers = new List<string>();
        if (_dice.Percent(50))
            headers.Add(_headers.Condition());
        if (_dice.Percent(20))
            headers.Add(_headers.Condition());
        if (_dice.Percent(40))
            headers.Add(_headers.Range());
        return Request(_dice.Percent(75) ? "GET" : "HEAD", PathTo("/") + (_dice.Percent(5) ? _targets.Query() : ""), headers);
    }

    private RequestTemplate Delete() =>
        Request("DELETE", PathTo("/"), _dice.Percent(50) ? [_headers.Condition()] : []);

    private RequestTemplate Presign() => Request(
        _dice.Percent(90) ? "GET" : "HEAD",
        PathTo(_dice.Of("/api/download_presigned/", "/api/upload_presigned/")) + (_dice.Percent(20) ? _targets.Query() : ""),
        _dice.Percent(10) ? [_headers.Condition()] : []);

    private RequestTemplate List() => Request(_dice.Percent(90) ? "GET" : "HEAD", _targets.List(), _dice.Percent(15) ? [_headers.Condition()] : []);

    private RequestTemplate OddMethod()
    {
        var method = _dice.Of("POST", "PATCH", "OPTIONS", "PUT", "DELETE", "TRACE", "FOO", "LOCK", "PROPFIND", "GET\x01", "G ET", "CONNECT", "M-SEARCH", "QUERY", "HEAD", new string('M', 300));
        // What one platform may take for another method must change nothing.
        var odd = _dice.Of("get", "Put", "delete", "head", "Get", "options");
        var path = _dice.Of(() => PathTo("/api/upload/"), () => PathTo("/"), () => "/api/list", () => "/", () => "/health", () => "/api/unknown");
        if (_dice.Percent(30))
            (method, path) = (odd, _dice.Of("/api/list", "/", "/health", "/api/unknown", $"/api/upload/{Learned.Namespace}/", $"/{Learned.Namespace}/"));
        return _dice.Percent(50)
            ? Request(method, path, _dice.Percent(50) ? [.. _headers.Browser()] : [])
            : Request(method, path, [], ["Content-Length: 3"], "abc"u8.ToArray());
    }

    private RequestTemplate OddPath()
    {
        var (method, route) = Route();
        var path = PathTo(route);
        var odd = _dice.Percent(40) ? _targets.Decorate(path) : _targets.Damage(path);
        return WithSmallBody(Climbs(odd) ? "GET" : method, odd) with { IsPlainPath = false };
    }

    private RequestTemplate StrayPath()
    {
        var target = _targets.Stray() + (_dice.Percent(20) ? _targets.Query() : "");
        return WithSmallBody(_dice.Of("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"), target) with { IsPlainPath = false };
    }

    private RequestTemplate OfRoute()
    {
        var request = _routes.Next();
        string[] length = request.Method is "GET" or "HEAD" or "OPTIONS" ? [] : [$"Content-Length: {Learned.BodyLength}"];
        return Request(request.Method, request.Target, [.. request.Headers], length) with { Text = request.Body, IsPlainPath = false };
    }

    private RequestTemplate MalformedBody()
    {
        var isCut = _dice.Percent(20);
        var (lines, body) = isCut ? _bodies.Cut() : _bodies.Malformed();
        var (method, path) = _dice.Percent(80) ? ("PUT", PathTo("/api/upload/")) : (_dice.Of("GET", "POST", "DELETE"), PathTo("/"));
        return Request(method, path, [], lines, body) with { Framing = isCut ? Framing.Cut : Framing.Unclear };
    }

    private RequestTemplate MalformedHead()
    {
        var path = PathTo("/");
        var version = _dice.Percent(70) ? "HTTP/1.1" : _dice.Of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "http/1.1", "HTTP/1.2", "HTTP/1", "", "X");
        var host = _dice.Percent(60)
            ? [$"Host: {Learned.Authority}"]
            : _dice.Of<string[]>([], ["Host:"], ["Host: x", "Host: y"], ["Host: evil.example"], ["Host: a b"], ["Host: \x01"], ["Host: x:99999"], ["Host: [::1"], ["Host: \xE4"], ["Host: x/y"], ["host: user@x"]);
        string[] odd = _dice.Percent(60)
            ?
            [
                _dice.Of("no colon", ": x", "X : y", " X: y", "X: a\r\n b", "X\x01: y", "X: \0", "X: a\nY: b", "X(: y", "\xE4: x", "Connection: close", "Connection: keep-alive", "Connection: Host", "Connection: Authorization",
                "Connection: upgrade\r\nUpgrade: websocket", "Connection: upgrade\r\nUpgrade: h2c", "TE: trailers", "Trailer: X", "Expect: x", "X:" + new string('x', 40_000), "Keep-Alive: x", "Proxy-Authorization: Basic x",
                "Content-Length: 0", "X: \r", ":", "X-Many: x" + string.Concat(Enumerable.Repeat("\r\nX-Many: x", 150))),
            ]
            : [];
        var end = _dice.Percent(90) ? "\r\n" : "\n";
        var head = $"GET {path} {version}{end}" + string.Concat(((string[])[.. host, HeaderGrammar.Authorization, .. odd]).Select(line => line + end)) + end;
        return new RequestTemplate("GET", head, []) { Target = path, Framing = Framing.Unclear };
    }

    private (string Method, string Route) Route() => _dice.Of(
        ("PUT", "/api/upload/"), ("GET", "/"), ("HEAD", "/"), ("DELETE", "/"), ("GET", "/api/download_presigned/"), ("GET", "/api/upload_presigned/"), ("GET", "/api/list/"), ("POST", "/"), ("PUT", "/api/Upload/"),
        ("GET", "/API/download_presigned/"));

    /// <summary>A path to one of the sequence's files, or to a name that only the look-up by filename finds.</summary>
    private string PathTo(string route)
    {
        var key = _dice.Of(_files);
        var own = key.LastIndexOf(Learned.Namespace);
        return _targets.To(route, own > 0 && _dice.Percent(30) ? key[own..] : key);
    }

    /// <summary>Whether dot segments lead out of what is the sequence's own.</summary>
    private static bool Climbs(string path)
    {
        var depth = 0;
        foreach (var segment in path[(path.LastIndexOf(Learned.Namespace) + 1)..].Split('/', '\\', '?').Skip(1))
        {
            depth += segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) switch { ".." => -1, "." or "" => 0, _ => 1 };
            if (depth < 0)
                return true;
        }

        return false;
    }

    private RequestTemplate WithSmallBody(string method, string path) => method is "PUT" or "POST"
        ? Request(method, path, [], ["Content-Length: 3"], "abc"u8.ToArray(), "abc"u8.ToArray())
        : Request(method, path, []);

    private RequestTemplate Request(string method, string target, List<string> headers, string[]? framing = null, byte[]? body = null, byte[]? content = null)
    {
        if (_dice.Percent(5))
            headers.Add(_headers.Stray());
        if (_dice.Percent(5))
            headers.AddRange(_headers.Browser());
        if (headers.Count > 0 && _dice.Percent(5))
            headers.Add(_headers.Repeat(headers));
        string[] lines = [$"Host: {Learned.Authority}", .. _headers.Authenticate(), .. headers, .. framing ?? []];
        return new RequestTemplate(method, $"{method} {target} HTTP/1.1\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n", body ?? [])
        {
            Target = target,
            Content = content,
        };
    }
}
