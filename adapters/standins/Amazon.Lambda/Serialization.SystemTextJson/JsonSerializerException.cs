namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>An event or a response could not be converted from or to JSON.</summary>
public class JsonSerializerException(string message, Exception? innerException = null) : Exception(message, innerException);
