using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>
/// A function's reply under Lambda proxy integration, and how a REST API turns it into an HTTP response. As a REST API does, it takes
/// no members that it does not know.
/// </summary>
internal sealed class ProxyReply
{
    private static readonly FrozenSet<string> Remapped = FrozenSet.ToFrozenSet(
        ["Connection", "Content-Length", "Content-MD5", "Date", "Server", "Transfer-Encoding", "WWW-Authenticate"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private readonly List<(string Name, string Value)> _headers = [];
    private readonly List<(string Name, string Value)> _multiValueHeaders = [];
    private int _status;
    private Memory<byte> _body;
    private bool _isBase64;

    /// <summary>Reads a function's reply.</summary>
    /// <exception cref="FormatException">It is not a proxy reply.</exception>
    public static ProxyReply Parse(ReadOnlySpan<byte> payload)
    {
        var reply = new ProxyReply();
        try
        {
            var reader = new Utf8JsonReader(payload);
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.StartObject, "The reply is no object.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                reply.ReadMember(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("The reply is not valid JSON.", exception);
        }

        Expect(reply._status is >= 200 and <= 599, "The statusCode is missing or not in 200..599.");
        if (reply._isBase64)
        {
            var status = Base64.DecodeFromUtf8InPlace(reply._body.Span, out var length);
            Expect(status == OperationStatus.Done, "The body is not base64.");
            reply._body = reply._body[..length];
        }

        return reply;
    }

    /// <summary>Answers a request with it.</summary>
    public Task WriteAsync(HttpContext context, GatewayRequest request)
    {
        var response = context.Response;
        response.StatusCode = _status;
        foreach (var (name, value) in _multiValueHeaders)
            Append(response.Headers, name, value);
        foreach (var header in _headers)
        {
            if (!_multiValueHeaders.Exists(other => other.Value == header.Value && NamesEqual(other.Name, header.Name)))
                Append(response.Headers, header.Name, header.Value);
        }

        if (response.Headers.ContentType.Count == 0)
            response.Headers.ContentType = "application/json";
        response.Headers["x-amzn-RequestId"] = request.RequestId;
        response.Headers["x-amz-apigw-id"] = request.ExtendedRequestId;
        response.Headers[TraceHeader.Name] = request.TraceId;
        if (_status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
            return Task.CompletedTask;
        if (HttpMethods.IsHead(request.Method))
            _body = default;
        response.ContentLength = _body.Length;
        return _body.IsEmpty ? Task.CompletedTask : response.Body.WriteAsync(_body).AsTask();
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        var name = reader.GetString();
        reader.Read();
        switch (name)
        {
            case "statusCode":
                _status = ReadStatus(ref reader);
                break;
            case "headers":
                ReadHeaders(ref reader, _headers, lists: false);
                break;
            case "multiValueHeaders":
                ReadHeaders(ref reader, _multiValueHeaders, lists: true);
                break;
            case "body":
                _body = ReadBody(ref reader);
                break;
            case "isBase64Encoded":
                _isBase64 = reader.TokenType != JsonTokenType.Null && reader.GetBoolean();
                break;
            default:
                throw new FormatException($"The reply has an unknown member {name}.");
        }
    }

    private static int ReadStatus(ref Utf8JsonReader reader)
    {
        var status = 0;
        var valid = reader.TokenType == JsonTokenType.Number
            ? reader.TryGetInt32(out status)
            : int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status);
        Expect(valid, "The statusCode is no whole number.");
        return status;
    }

    private static void ReadHeaders(ref Utf8JsonReader reader, List<(string Name, string Value)> headers, bool lists)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        Expect(reader.TokenType == JsonTokenType.StartObject, "The headers are no object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            Expect(name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters), "A header name is not valid.");
            reader.Read();
            if (!lists)
            {
                ReadHeader(ref reader, headers, name);
                continue;
            }

            Expect(reader.TokenType == JsonTokenType.StartArray, "The values of a header are no list.");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                ReadHeader(ref reader, headers, name);
        }
    }

    private static void ReadHeader(ref Utf8JsonReader reader, List<(string Name, string Value)> headers, string name)
    {
        var value = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Null => null,
            _ => throw new FormatException("A header value is neither text, number nor boolean."),
        };
        if (value is null)
            return;
        var invalid = value.AsSpan().ContainsAnyInRange('\0', '\x08') || value.AsSpan().ContainsAnyInRange('\n', '\x1f') || value.Contains('\x7f');
        Expect(!invalid, "A header value is not valid.");
        headers.Add((name, value));
    }

    private static Memory<byte> ReadBody(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        Expect(reader.TokenType == JsonTokenType.String, "The body is no text.");
        var body = GC.AllocateUninitializedArray<byte>(reader.ValueSpan.Length);
        return body.AsMemory(0, reader.CopyString(body));
    }

    private static void Append(IHeaderDictionary headers, string name, string value) =>
        headers.Append(Remapped.Contains(name) ? $"x-amzn-Remapped-{name}" : name, value);

    private static bool NamesEqual(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static void Expect(bool condition, string message)
    {
        if (!condition)
            throw new FormatException(message);
    }
}
