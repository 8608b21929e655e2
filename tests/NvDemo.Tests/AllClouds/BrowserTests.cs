using System.Text.Json;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary>What a page of another origin, which the settings allow, can send and read: a browser decides it, not a list of headers.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class BrowserTests(LocalCloudsFixture fixture)
{
    private const int PastTheInlineLimit = 5 * 1024 * 1024;

    [Fact]
    public async Task A_page_sends_what_describes_a_file_and_reads_it_again()
    {
        foreach (var (cloud, result) in await RunOnEachAsync("""
            const text = 'text that is packed '.repeat(100);
            const packed = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
            const digest = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', await packed.arrayBuffer()))));
            const put = await fetch(`${service}/api/upload/${key}`, { method: 'PUT', body: packed, headers: {
              Authorization, 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip', 'Content-Language': 'de',
              'Content-Disposition': 'attachment; filename="a.txt"', 'Content-Digest': `sha-256=:${digest}:`, 'If-None-Match': '*' } });
            const get = await fetch(`${service}/${key}`, { headers: { Authorization, 'If-Match': put.headers.get('ETag') } });
            const plain = await fetch(`${service}/api/upload/${key}-plain`, { method: 'PUT', body: text, headers: { Authorization } });
            const range = { Authorization, Range: 'bytes=0-1', 'If-Range': plain.headers.get('ETag') };
            const part = await fetch(`${service}/${key}-plain`, { headers: range });
            const other = await fetch(`${service}/api/upload/${key}`, { method: 'PUT', body: 'x', headers: {
              Authorization, 'Repr-Digest': `sha-256=:${digest}:`, 'x-amz-checksum-crc32c': 'AAAAAA==' } });
            return { put: read(put), same: await get.text() === text, get: read(get), part: read(part), other: other.status,
              detail: (await other.json()).detail };
            """))
        {
            Assert.Equal(200, result.GetProperty("put").GetProperty("status").GetInt32());
            Assert.True(result.GetProperty("same").GetBoolean(), cloud);
            var get = result.GetProperty("get");
            Assert.Equal("gzip", Header(get, "content-encoding"));
            Assert.Equal("de", Header(get, "content-language"));
            Assert.Equal("attachment; filename=\"a.txt\"", Header(get, "content-disposition"));
            Assert.NotEqual("", Header(get, "nv-size"));
            Assert.Equal(206, result.GetProperty("part").GetProperty("status").GetInt32());
            Assert.StartsWith("bytes 0-1/", Header(result.GetProperty("part"), "content-range"), StringComparison.Ordinal);
            Assert.Equal(400, result.GetProperty("other").GetInt32());
            Assert.Contains("x-amz-checksum-crc32c", result.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task A_page_reads_refusals_whoever_refuses()
    {
        foreach (var (cloud, result) in await RunOnEachAsync($$"""
            const send = async (path, init) => {
              const response = await fetch(`${service}/${path}`, init);
              return { ...read(response), detail: (await response.json()).detail };
            };
            return [
              await send('api/list'),
              await send('api/list', { headers: { Authorization: `Basic ${btoa('nvclient:wrong')}` } }),
              await send(key, { headers: { Authorization } }),
              await send(`api/upload/${key}`, { method: 'PUT', headers: { Authorization }, body: new Uint8Array({{PastTheInlineLimit}}) }),
              await send(`api/upload/${key}`, { method: 'PUT', headers: { Authorization }, body: new Uint8Array(11 * 1024 * 1024) }),
            ];
            """))
        {
            Assert.Equal([401, 403, 404, 413, 413], result.EnumerateArray().Select(answer => answer.GetProperty("status").GetInt32()));
            Assert.All(result.EnumerateArray(), answer => Assert.NotEqual("", answer.GetProperty("detail").GetString()));
            Assert.All(result.EnumerateArray(), answer => Assert.NotEqual("", Header(answer, "x-request-id")));
            Assert.All(result.EnumerateArray(), answer => Assert.Equal(cloud, Header(answer, "x-nv-cloud")));
        }
    }

    [Fact]
    public async Task A_page_follows_to_the_bucket()
    {
        foreach (var (_, result) in await RunOnEachAsync($$"""
            const presigned = await (await fetch(`${service}/api/upload_presigned/${key}`, { headers: { Authorization } })).json();
            const put = await fetch(presigned.url, { method: presigned.method, body: new Uint8Array({{PastTheInlineLimit}}) });
            const get = await fetch(`${service}/${key}`, { headers: { Authorization } });
            return { put: read(put), redirected: get.redirected, size: (await get.arrayBuffer()).byteLength };
            """))
        {
            Assert.Equal(200, result.GetProperty("put").GetProperty("status").GetInt32());
            Assert.NotEqual("", Header(result.GetProperty("put"), "etag"));
            Assert.True(result.GetProperty("redirected").GetBoolean());
            Assert.Equal(PastTheInlineLimit, result.GetProperty("size").GetInt32());
        }
    }

    [Fact]
    public async Task A_page_uploads_by_tus()
    {
        foreach (var (_, result) in await RunOnEachAsync("""
            const headers = { Authorization, 'Tus-Resumable': '1.0.0' };
            const described = await fetch(`${service}/api/tus/`, { method: 'OPTIONS' });
            const created = await fetch(`${service}/api/tus/`, { method: 'POST', headers: {
              ...headers, 'Upload-Length': '5', 'Upload-Metadata': `filename ${btoa(key)}` } });
            const upload = new URL(new URL(created.headers.get('Location')).pathname, service);
            const digest = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode('hello')))));
            const patched = await fetch(upload, { method: 'PATCH', body: 'hello', headers: {
              ...headers, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0', 'Upload-Checksum': `sha1 ${digest}` } });
            const head = await fetch(upload, { method: 'HEAD', headers });
            const ended = await fetch(upload, { method: 'DELETE', headers });
            const get = await fetch(`${service}/${key}`, { headers: { Authorization } });
            return { statuses: [described, created, patched, head, ended, get].map(response => response.status), text: await get.text(),
              described: read(described), head: read(head) };
            """))
        {
            Assert.Equal([204, 201, 204, 200, 204, 200], result.GetProperty("statuses").EnumerateArray().Select(status => status.GetInt32()));
            Assert.Equal("hello", result.GetProperty("text").GetString());
            Assert.Equal("1.0.0", Header(result.GetProperty("described"), "tus-version"));
            Assert.Equal(("5", "5"), (Header(result.GetProperty("head"), "upload-offset"), Header(result.GetProperty("head"), "upload-length")));
        }
    }

    private static string Header(JsonElement response, string name) =>
        response.GetProperty("headers").TryGetProperty(name, out var value) ? value.GetString()! : "";

    private async Task<IReadOnlyList<(string Cloud, JsonElement Result)>> RunOnEachAsync(string script)
    {
        var results = new List<(string, JsonElement)>();
        foreach (var cloud in fixture.Clouds.All)
        {
            var service = cloud.Url.AbsoluteUri.TrimEnd('/');
            var result = await Browser.RunAsync(fixture.PagePort, $$"""
                const service = '{{service}}', key = 'browser-{{Guid.NewGuid():N}}', Authorization = '{{CloudClient.Authorization}}';
                const read = response => ({ status: response.status, headers: Object.fromEntries(response.headers) });
                {{script}}
                """);
            results.Add((cloud.Name, result));
        }

        return results;
    }
}
