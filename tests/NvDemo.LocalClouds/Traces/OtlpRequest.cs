using System.Globalization;
using Google.Protobuf;

namespace NvDemo.LocalClouds.Traces;

/// <summary>
/// What is posted to <c>/v1/traces</c> as Protocol Buffers: ExportTraceServiceRequest of
/// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto, as far as it is shown.
/// </summary>
internal static class OtlpRequest
{
    private static readonly string[] Kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];

    public static List<RecordedSpan> Parse(byte[] body)
    {
        var spans = new List<RecordedSpan>();
        Read(body, (field, input) =>
        {
            if (field == 1)
                ReadResourceSpans(input.ReadBytes().ToByteArray(), spans);
            return field == 1;
        });
        return spans;
    }

    private static void ReadResourceSpans(byte[] message, List<RecordedSpan> spans)
    {
        var resource = new Dictionary<string, string>();
        var scopes = new List<byte[]>();
        Read(message, (field, input) =>
        {
            if (field == 1)
                Read(input.ReadBytes().ToByteArray(), (part, attributes) => part == 1 && ReadAttribute(attributes, resource));
            else if (field == 2)
                scopes.Add(input.ReadBytes().ToByteArray());
            return field is 1 or 2;
        });
        var service = resource.GetValueOrDefault("service.name", "");
        if (resource.TryGetValue("faas.name", out var function))
            service += $"/{function}";
        foreach (var scope in scopes)
        {
            Read(scope, (field, input) =>
            {
                if (field == 2)
                    spans.Add(ReadSpan(input.ReadBytes().ToByteArray(), service));
                return field == 2;
            });
        }
    }

    private static RecordedSpan ReadSpan(byte[] message, string service)
    {
        string trace = "", id = "", parent = "", name = "", kind = Kinds[0];
        ulong start = 0, end = 0;
        var isError = false;
        var attributes = new Dictionary<string, string>();
        var links = new List<SpanId>();
        Read(message, (field, input) =>
        {
            switch (field)
            {
                case 1: trace = ReadId(input); break;
                case 2: id = ReadId(input); break;
                case 4: parent = ReadId(input); break;
                case 5: name = input.ReadString(); break;
                case 6: kind = Kinds[input.ReadEnum()]; break;
                case 7: start = input.ReadFixed64(); break;
                case 8: end = input.ReadFixed64(); break;
                case 9: return ReadAttribute(input, attributes);
                case 13: links.Add(ReadLink(input.ReadBytes().ToByteArray())); break;
                case 15: isError = IsError(input.ReadBytes().ToByteArray()); break;
                default: return false;
            }

            return true;
        });
        return new RecordedSpan(service, trace, id, parent, name, kind, start, end, isError, attributes, links);
    }

    private static SpanId ReadLink(byte[] message)
    {
        string trace = "", id = "";
        Read(message, (field, input) =>
        {
            if (field == 1)
                trace = ReadId(input);
            else if (field == 2)
                id = ReadId(input);
            return field is 1 or 2;
        });
        return new SpanId(trace, id);
    }

    private static bool IsError(byte[] status)
    {
        var code = 0;
        Read(status, (field, input) =>
        {
            if (field == 3)
                code = input.ReadEnum();
            return field == 3;
        });
        return code == 2;
    }

    private static bool ReadAttribute(CodedInputStream input, Dictionary<string, string> attributes)
    {
        string key = "", value = "";
        Read(input.ReadBytes().ToByteArray(), (field, pair) =>
        {
            if (field == 1)
                key = pair.ReadString();
            else if (field == 2)
                value = ReadValue(pair.ReadBytes().ToByteArray());
            return field is 1 or 2;
        });
        attributes[key] = value;
        return true;
    }

    private static string ReadValue(byte[] message)
    {
        var values = new List<string>();
        Read(message, (field, input) =>
        {
            switch (field)
            {
                case 1: values.Add(input.ReadString()); break;
                case 2: values.Add(input.ReadBool() ? "true" : "false"); break;
                case 3: values.Add(input.ReadInt64().ToString(CultureInfo.InvariantCulture)); break;
                case 4: values.Add(input.ReadDouble().ToString(CultureInfo.InvariantCulture)); break;
                case 5:
                    Read(input.ReadBytes().ToByteArray(), (item, list) =>
                    {
                        if (item == 1)
                            values.Add(ReadValue(list.ReadBytes().ToByteArray()));
                        return item == 1;
                    });
                    break;
                default: return false;
            }

            return true;
        });
        return string.Join(',', values);
    }

    private static string ReadId(CodedInputStream input) => Convert.ToHexStringLower(input.ReadBytes().Span);

    /// <summary>Reads a message field by field; what <paramref name="take"/> leaves is skipped.</summary>
    private static void Read(byte[] message, Func<int, CodedInputStream, bool> take)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (!take(WireFormat.GetTagFieldNumber(tag), input))
                input.SkipLastField();
        }
    }
}
