namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Runs once before the first invocation. False ends the bootstrap without an invocation;
/// an exception is reported to the Runtime API as the function's init error and ends it with that exception.
/// </summary>
public delegate Task<bool> LambdaBootstrapInitializer();
