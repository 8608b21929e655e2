namespace Amazon.Lambda.Core;

/// <summary>Converts between event or response objects and their JSON.</summary>
public interface ILambdaSerializer
{
    /// <summary>Reads an object from the rest of a stream.</summary>
    T Deserialize<T>(Stream requestStream);

    /// <summary>Writes an object to a stream and leaves the stream open.</summary>
    void Serialize<T>(T response, Stream responseStream);
}
