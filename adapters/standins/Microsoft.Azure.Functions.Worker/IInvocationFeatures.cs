using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Features of an invocation by type.</summary>
[SuppressMessage("Naming", "CA1716", Justification = "The names are those of the official package.")]
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets the feature of type <typeparamref name="T"/>.</summary>
    void Set<T>(T instance);

    /// <summary>The feature of type <typeparamref name="T"/>, or null.</summary>
    T? Get<T>();
}
