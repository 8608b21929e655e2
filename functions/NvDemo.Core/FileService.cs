using Microsoft.Extensions.Logging;
using NvDemo.Core.Events;
using NvDemo.Core.Events.Sns;
using NvDemo.Core.Files;
using NvDemo.Core.Health;
using NvDemo.Core.Http;
using NvDemo.Core.Ports;
using NvDemo.Core.Reconciliation;
using NvDemo.Core.Security;

namespace NvDemo.Core;

/// <summary>The service, put together on its ports: what both clouds' hosts call.</summary>
public sealed class FileService
{
    /// <summary>Puts the service together. Nothing connects before a request needs it.</summary>
    /// <param name="options">What the service is told about itself.</param>
    /// <param name="store">The bucket.</param>
    /// <param name="index">The index.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="authenticator"><c>null</c> where the platform authenticates in front of the service.</param>
    /// <param name="clock">The time.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="queue">Where the SNS webhook puts events; <c>null</c> where there is no webhook.</param>
    public FileService(
        ServiceOptions options, IObjectStore store, IFileIndex index, IListCache cache, BasicAuthenticator? authenticator,
        TimeProvider clock, ILoggerFactory loggers, IEventQueue? queue = null)
    {
        var catalog = new FileCatalog(index, cache);
        var lookup = new FileLookup(catalog);
        var list = new ListFiles(catalog, cache, options);
        var upload = new UploadFile(store, catalog, options, clock, loggers.CreateLogger<UploadFile>());
        var download = new DownloadFile(store, lookup, options);
        var delete = new DeleteFile(store, catalog, clock);
        var presign = new PresignFile(store, lookup, options);
        var health = new HealthCheck(store, index, cache, options, clock);

        var routes = new RouteTable(
        [
            new("GET", "/", Scopes.Read, list.HandleAsync),
            new("GET", "/health", Scopes.None, health.HandleAsync),
            new("GET", "/api/list", Scopes.Read, list.HandleAsync),
            new("PUT", "/api/upload/{key}", Scopes.Write, upload.HandleAsync),
            new("GET", "/api/download_presigned/{key}", Scopes.Read, presign.HandleDownloadAsync),
            new("GET", "/api/upload_presigned/{key}", Scopes.Write, presign.HandleUploadAsync),
            .. Webhook(options, queue, clock, loggers),
            new("GET", "/{key}", Scopes.Read, download.HandleAsync),
            new("DELETE", "/{key}", Scopes.Delete, delete.HandleAsync),
        ]);

        Http = new Dispatcher(routes, authenticator, options, loggers.CreateLogger<Dispatcher>());
        Events = new EventIndexer(catalog, options, loggers.CreateLogger<EventIndexer>());
        Reconciler = new Reconciler(store, catalog, clock, loggers.CreateLogger<Reconciler>());
    }

    /// <summary>Answers HTTP requests.</summary>
    public Dispatcher Http { get; }

    /// <summary>Indexes queue messages.</summary>
    public EventIndexer Events { get; }

    /// <summary>Makes the index equal to the bucket.</summary>
    public Reconciler Reconciler { get; }

    private static Route[] Webhook(ServiceOptions options, IEventQueue? queue, TimeProvider clock, ILoggerFactory loggers)
    {
        if (queue is null)
            return [];
        var topic = options.Topic ?? throw new ArgumentException("The webhook needs a topic.", nameof(options));
        var endpoint = new SnsEndpoint(SnsEndpoint.CreateClient());
        var signature = new SnsSignature(topic, new SigningCertificates(endpoint, new CertificateTrust(topic, clock), clock));
        var webhook = new SnsWebhook(topic, signature, endpoint, queue, options, clock, loggers.CreateLogger<SnsWebhook>());
        return [new("POST", "/api/events/sns", Scopes.None, webhook.HandleAsync)];
    }
}
