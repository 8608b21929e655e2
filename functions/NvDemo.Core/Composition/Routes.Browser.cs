using Microsoft.Extensions.DependencyInjection;
using NvDemo.Core.Browser;
using NvDemo.Core.Http;
using NvDemo.Core.OpenApi;
using NvDemo.Core.Security;

using static NvDemo.Core.Composition.ResponseHeaders;
using static NvDemo.Core.Http.RouteParameter;
using static NvDemo.Core.Http.RouteResponse;

namespace NvDemo.Core.Composition;

/// <summary>The description of the API, and the pages for people. They are open.</summary>
internal static partial class Routes
{
    private static readonly RouteResponse Current = new RouteResponse(304, "The client's copy is current.").With(ETag);
    private static readonly RouteParameter[] CopyOfClient = [Header("If-None-Match", "Does not send what has one of these entity tags.")];

    private static readonly ResponseHeader[] PageHeaders =
    [
        ETag,
        new("Content-Security-Policy", "What the page may load and call."),
        new("Referrer-Policy", "no-referrer."),
        new("Content-Encoding", "gzip, where the client takes it.", IsAlways: false),
    ];

    private static Route[] Browser(IServiceProvider services)
    {
        // What the host adds is not for clients, and not on every cloud.
        var description = new ApiDescription(
            () => services.GetRequiredService<RouteTable>().Routes.Except(services.GetServices<Route>()));
        return
        [
            new("describe-api", "GET", "/api/openapi.json", Scopes.None, description.HandleAsync)
            {
                Parameters = CopyOfClient,
                Responses = [Json(200, "OpenApi", "This description.").With(ETag), Current, NotTheState.With(ETag)],
            },
            new("open-page", "GET", "/ui", Scopes.None, ServePage.RedirectAsync)
            {
                Responses = [new RouteResponse(308, "The page is at /ui/.").With(new ResponseHeader("Location", "The page."))],
            },
            new("show-page", "GET", "/ui/{file}", Scopes.None, Handler<ServePage>(services).HandleAsync)
            {
                Parameters = CopyOfClient,
                Responses =
                [
                    new RouteResponse(200, "The page, or a file that it is made of.", "*/*").With(PageHeaders),
                    Current,
                    Problem(404, "The page has no such file."),
                    NotTheState.With(ETag),
                ],
            },
        ];
    }
}
