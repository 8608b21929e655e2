using System.Collections;

namespace Microsoft.Azure.Functions.Worker.Invocation;

internal sealed class InvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> _features = [];

    public void Set<T>(T instance) => _features[typeof(T)] = instance ?? throw new ArgumentNullException(nameof(instance));

    public T? Get<T>() => _features.TryGetValue(typeof(T), out var instance) ? (T)instance : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
