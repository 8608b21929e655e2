namespace Microsoft.Azure.Functions.Worker.Invocation;

internal sealed class InvocationBindingContext(IReadOnlyDictionary<string, object?> bindingData) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => bindingData;
}
