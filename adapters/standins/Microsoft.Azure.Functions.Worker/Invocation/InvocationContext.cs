using System.Diagnostics;

namespace Microsoft.Azure.Functions.Worker.Invocation;

internal sealed class InvocationContext(
    FunctionDefinition definition,
    IServiceProvider services,
    IReadOnlyDictionary<string, object?> bindingData,
    CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId => field ??= Guid.NewGuid().ToString();

    public override string FunctionId => definition.Id;

    public override TraceContext TraceContext { get; } = new ActivityTraceContext(Activity.Current);

    public override BindingContext BindingContext { get; } = new InvocationBindingContext(bindingData);

    public override RetryContext RetryContext => FirstAttempt.Instance;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => definition;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features => field ??= new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellationToken;
}
