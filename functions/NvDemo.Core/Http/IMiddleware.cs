namespace NvDemo.Core.Http;

/// <summary>What lies around a <see cref="RequestHandler"/>: it answers itself, or has the next answer and adds to that.</summary>
public interface IMiddleware
{
    Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation);
}
