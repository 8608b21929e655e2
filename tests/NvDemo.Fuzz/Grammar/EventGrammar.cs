using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Fuzz.Grammar;

/// <summary>Notifications of the bucket as Amazon S3 sends them, with any keys and in any order, and messages that are none.</summary>
internal sealed class EventGrammar(int seed)
{
    private static readonly string[] KeyTexts =
    [
        "x", "x.txt", "a b", "a+b", "a%41", "ä", "你好", "😀", "\uFFFE", "\uFFFF", "\u0001", "\n", "\u007F", "\\", "//", "/./", "/../", "/.", "//x", "\"", "'", "\uFEFF", "\u2028", "..", "&", "?", "#", "%", "%2F", "%00",
        new string('k', 900), new string('你', 300),
    ];

    private readonly Dice _dice = new(seed, -1);
    private long _sequencer = 0x0062_6E79_0000_0000;
    private int _number;

    public EventMessage Next()
    {
        _number++;
        return _dice.Weighted(
            (30, () => Puts(1)),
            (10, () => Puts(1 + _dice.Below(20))),
            (5, () => Puts(1) with { Times = 2 }),
            (10, PutAndDelete),
            (5, DeleteAndPut),
            (5, Enveloped),
            (5, Unlisted),
            (15, () => new EventMessage(Malformed()) { IsMalformed = true }),
            (15, Mixed));
    }

    private EventMessage Puts(int count)
    {
        var keys = Enumerable.Range(0, count).Select(_ => Key()).ToList();
        return new EventMessage(Notification(keys.Select(key => Record(key, "ObjectCreated:Put", Sequencer())))) { Stored = keys };
    }

    private EventMessage PutAndDelete()
    {
        var key = Key();
        var (put, delete) = (Record(key, "ObjectCreated:Put", Sequencer()), Record(key, _dice.Of("ObjectRemoved:Delete", "LifecycleExpiration:Delete", "ObjectRemoved:DeleteMarkerCreated"), Sequencer()));
        return new EventMessage(Notification(_dice.Of<string[]>([put, delete], [delete, put], [put, delete, put]))) { Deleted = [key] };
    }

    private EventMessage DeleteAndPut()
    {
        var key = Key();
        var (delete, put) = (Record(key, "ObjectRemoved:Delete", Sequencer()), Record(key, "ObjectCreated:CompleteMultipartUpload", Sequencer()));
        return new EventMessage(Notification(_dice.Of<string[]>([put, delete], [delete, put], [delete, put, delete]))) { Stored = [key] };
    }

    private EventMessage Enveloped()
    {
        var inner = Puts(1);
        return inner with { Body = $$"""{"Type":"Notification","MessageId":"m","TopicArn":"arn:aws:sns:us-east-1:123456789012:nv-object-events","Message":{{Json(inner.Body)}}}""" };
    }

    /// <summary>What is valid, and changes nothing that is listed.</summary>
    private EventMessage Unlisted() => new(_dice.Of(
        """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-02T03:04:05.678Z","Bucket":"nv-demo-files"}""",
        Notification([]),
        Notification([Record(Key(), "ObjectRestore:Completed", Sequencer())]),
        Notification([Record(Key() + "/", "ObjectCreated:Put", Sequencer())]),
        Notification([Record(Key() + "\0", "ObjectCreated:Put", Sequencer())]),
        Notification([Record(".nv/" + Key(), "ObjectCreated:Put", Sequencer())]),
        Notification([Record(Key(), "ObjectCreated:Put", Sequencer()).Replace(LocalAws.Bucket, "another-bucket", StringComparison.Ordinal)])));

    /// <summary>Records that are good beside one that is not.</summary>
    private EventMessage Mixed()
    {
        var (first, last) = (Key(), Key());
        var bad = Damaged();
        return new EventMessage(Notification([Record(first, "ObjectCreated:Put", Sequencer()), bad, Record(last, "ObjectCreated:Copy", Sequencer())]))
        {
            Stored = [first, last],
            IsMalformed = true,
        };
    }

    private string Damaged()
    {
        var record = Record(Key(), "ObjectCreated:Put", Sequencer());
        return _dice.Of(
            () => "{}",
            () => "null",
            () => "1",
            () => "[]",
            () => "\"x\"",
            () => Replaced(record, "\"eventTime\":\"", _dice.Of("x", "9999-99-99T00:00:00Z", "")),
            () => Replaced(record, "\"key\":\"", _dice.Of("\\ud800", "%FF", "%", "%C0%AF", "", "%ED%A0%80", new string('x', 2000))),
            () => Replaced(record, "\"sequencer\":\"", _dice.Of("x", "-1", new string('F', 100), "\\ud800", "\\u0000")),
            () => Replaced(record, "\"eTag\":\"", _dice.Of("\\u0000", "\\ud800", new string('e', 5000))),
            () => record.Replace("\"size\":1024", "\"size\":" + _dice.Of("-1", "1e400", "99999999999999999999", "\"1\"", "null", "1.5", "{}"), StringComparison.Ordinal),
            () => record.Replace("\"key\":", "\"key\":1,\"x\":", StringComparison.Ordinal),
            () => record.Replace("\"object\":", "\"object\":null,\"x\":", StringComparison.Ordinal),
            () => record.Replace("\"bucket\":", "\"bucket\":[],\"x\":", StringComparison.Ordinal),
            () => record.Replace("\"eventName\":", "\"eventName\":{},\"x\":", StringComparison.Ordinal),
            () => record.Replace("\"responseElements\":", "\"responseElements\":null,\"x\":", StringComparison.Ordinal));
    }

    private string Malformed() => _dice.Of(
        () => "x",
        () => " ",
        () => "{",
        () => "null",
        () => "[]",
        () => "{}",
        () => "1e999",
        () => """{"Records":null}""",
        () => """{"Records":{}}""",
        () => """{"Records":"x"}""",
        () => """{"Records":[{"s3":null}]}""",
        () => """{"Type":"Notification"}""",
        () => """{"Type":"Notification","Message":"x"}""",
        () => """{"Type":"Notification","Message":{}}""",
        () => """{"Type":"Notification","Message":"{\"Type\":\"Notification\",\"Message\":\"{}\"}"}""",
        () => """{"Type":"SubscriptionConfirmation","SubscribeURL":"http://127.0.0.1:1/"}""",
        () => new string('[', 1000),
        () => "\uFEFF" + Notification([]),
        () => Notification([])[..^1],
        () => "{\"Records\":[" + string.Concat(Enumerable.Repeat("{},", 200)) + "{}]}",
        () => Notification([Damaged()]),
        () => new string('x', 20_000));

    private string Key() => string.Create(CultureInfo.InvariantCulture, $"{Learned.Namespace}/{_number}-{_dice.Below(1_000_000)}{_dice.Of(KeyTexts)}") + (_dice.Percent(80) ? "z" : ".z");

    private string Sequencer() => _sequencer++.ToString("X16", CultureInfo.InvariantCulture);

    private string Record(string key, string name, string sequencer) =>
        $$$"""
        {"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-01-02T03:04:05.678Z","eventName":{{{Json(name)}}},
        "userIdentity":{"principalId":"AWS:AROAEXAMPLE"},"requestParameters":{"sourceIPAddress":"192.0.2.10"},"responseElements":{"x-amz-request-id":"{{{_dice.Below(int.MaxValue):X16}}}"},
        "s3":{"s3SchemaVersion":"1.0","configurationId":"files","bucket":{"name":{{{Json(LocalAws.Bucket)}}},"arn":"arn:aws:s3:::{{{LocalAws.Bucket}}}"},
        "object":{"key":{{{Json(FormEncoded(key))}}},"size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e","sequencer":"{{{sequencer}}}"} } }
        """;

    private static string FormEncoded(string key)
    {
        var encoded = new StringBuilder();
        foreach (var rune in key.EnumerateRunes())
        {
            if (rune.IsBmp && Learned.NameOf((char)rune.Value) is not null)
                encoded.Append((char)rune.Value);
            else
                encoded.Append(rune.Value == '/' ? "/" : WebUtility.UrlEncode(rune.ToString()));
        }

        return encoded.ToString();
    }

    private static string Notification(IEnumerable<string> records) => $$"""{"Records":[{{string.Join(',', records)}}]}""";

    private static string Replaced(string record, string member, string value)
    {
        var start = record.IndexOf(member, StringComparison.Ordinal) + member.Length;
        return record[..start] + value + record[record.IndexOf('"', start)..];
    }

    private static string Json(string text) => JsonSerializer.Serialize(text).Replace($"\\u{(int)Learned.Namespace:X4}", $"{Learned.Namespace}", StringComparison.Ordinal);
}
