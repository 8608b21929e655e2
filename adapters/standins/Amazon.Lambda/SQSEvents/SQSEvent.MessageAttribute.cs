using System.Diagnostics.CodeAnalysis;

namespace Amazon.Lambda.SQSEvents;

/// <content>An attribute of a message.</content>
public partial class SQSEvent
{
    /// <summary>An attribute that the sender set.</summary>
    [SuppressMessage("Naming", "CA1711", Justification = "The official name.")]
    public class MessageAttribute
    {
        /// <summary>Value of a <c>String</c> or <c>Number</c>; null for <c>Binary</c>.</summary>
        public string? StringValue { get; set; }

        /// <summary><c>String</c>, <c>Number</c> or <c>Binary</c>, with an optional <c>.suffix</c>.</summary>
        public string? DataType { get; set; }
    }
}
