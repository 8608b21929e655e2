using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.SQS.Model;

namespace NvDemo.LocalClouds.Aws.Sqs;

/// <summary>Writes the event that Lambda makes of SQS messages (Lambda developer guide, "Using Lambda with Amazon SQS").</summary>
internal static class SqsEvent
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The event for a batch.</summary>
    public static ReadOnlyMemory<byte> Write(List<Message> messages, string queueArn)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Records");
            foreach (var message in messages)
                WriteRecord(writer, message, queueArn);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteRecord(Utf8JsonWriter writer, Message message, string queueArn)
    {
        writer.WriteStartObject();
        writer.WriteString("messageId", message.MessageId);
        writer.WriteString("receiptHandle", message.ReceiptHandle);
        writer.WriteString("body", message.Body);
        writer.WriteStartObject("attributes");
        foreach (var (name, value) in message.Attributes ?? [])
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteStartObject("messageAttributes");
        foreach (var (name, value) in message.MessageAttributes ?? [])
            WriteAttribute(writer, name, value);
        writer.WriteEndObject();
        if (message.MD5OfMessageAttributes is { } digest)
            writer.WriteString("md5OfMessageAttributes", digest);
        writer.WriteString("md5OfBody", message.MD5OfBody);
        writer.WriteString("eventSource", "aws:sqs");
        writer.WriteString("eventSourceARN", queueArn);
        writer.WriteString("awsRegion", queueArn.Split(':')[3]);
        writer.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter writer, string name, MessageAttributeValue value)
    {
        writer.WriteStartObject(name);
        if (value.BinaryValue is { } binary)
            writer.WriteBase64String("binaryValue", binary.ToArray());
        else
            writer.WriteString("stringValue", value.StringValue);
        writer.WriteStartArray("stringListValues");
        writer.WriteEndArray();
        writer.WriteStartArray("binaryListValues");
        writer.WriteEndArray();
        writer.WriteString("dataType", value.DataType);
        writer.WriteEndObject();
    }
}
