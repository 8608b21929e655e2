namespace NvDemo.Core.Http;

/// <summary>Answers requests: a route's handler, or everything behind a middleware.</summary>
public delegate Task<Response> RequestHandler(Request request, CancellationToken cancellation);
