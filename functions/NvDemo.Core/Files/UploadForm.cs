using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>POST /api/upload/{prefix}/</c>: stores the files of a form (<c>multipart/form-data</c>, RFC 7578) under a prefix, each for itself,
/// with a status for each. The form as a whole has at most <see cref="ServiceOptions.InlineLimit"/> bytes and <see cref="MaxFiles"/> files.
/// </summary>
public sealed partial class UploadForm(
    IObjectStore store, BodySpools spools, FileCatalog catalog, ServiceOptions options, TimeProvider clock, ILogger<UploadForm> logger)
{
    // One after the other they must be done before API Gateway gives up.
    private const int MaxFiles = 500;

    // RFC 2046, 5.1.1.
    private const int MaxBoundary = 70;

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var prefix = request.RouteValue;
        if (prefix.Length > 0 && !prefix.EndsWith('/'))
            throw new InvalidInputException("A form is uploaded to a prefix, which ends in a slash; a file alone is PUT to its key.");
        var conditions = Preconditions.Of(request);
        if (!conditions.IsEmpty && !conditions.IsOnlyIfNew)
            throw new InvalidInputException("The upload of a form can depend on If-None-Match: * alone.");
        var boundary = Boundary(request);
        await using var body = await spools.ReadAsync(request, options.InlineLimit, _ => { }, cancellation);
        if (body is null)
            return TooLarge();

        // All is read before anything is stored: what is malformed stores nothing.
        var files = await FilesAsync(boundary, body.Content, cancellation);
        if (files.Count == 0)
            throw new InvalidInputException("The form has no file: a part with a filename.");
        var outcomes = new List<Outcome>();
        foreach (var file in files)
            outcomes.Add(await StoreAsync(prefix + file.Name, file, conditions, request.Prefixes, cancellation));
        return Response.Of(200, MediaTypes.Json, JsonBytes.Write(json =>
        {
            json.WriteStartArray();
            outcomes.ForEach(outcome => outcome.Write(json));
            json.WriteEndArray();
        }));
    }

    private static string Boundary(Request request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.Header("Content-Type"), out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidInputException("The body must be multipart/form-data, as curl -F sends it.");
        }

        return HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MaxBoundary } boundary
            ? boundary
            : throw new InvalidInputException($"The Content-Type must have a boundary of 1 to {MaxBoundary} characters.");
    }

    private static async Task<List<FormFile>> FilesAsync(string boundary, Stream form, CancellationToken cancellation)
    {
        try
        {
            var reader = new MultipartReader(boundary, form);
            var files = new List<FormFile>();
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (await FormFile.OfAsync(section, form, cancellation) is { } file)
                    files.Add(file);
                if (files.Count > MaxFiles)
                    throw new InvalidInputException($"A form has at most {MaxFiles} files: nothing is stored.");
            }

            return files;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InvalidInputException("The body is no form that ends: nothing is stored.");
        }
    }

    private async Task<Outcome> StoreAsync(
        string name, FormFile file, Preconditions conditions, KeyPrefixes prefixes, CancellationToken cancellation)
    {
        try
        {
            var key = ObjectKey.FromParameter(name);
            if (!prefixes.Contain(key.Value))
                return new Outcome(name, 403, Detail: $"The credentials permit only keys that begin with {prefixes}.");
            var content = new PutContent(
                file.Content, file.Content.Length, new ContentMetadata(ContentHeaders.TypeOf(file.Type, key)), Sha256: file.Sha256);
            var time = clock.GetUtcNow().UtcDateTime;
            if (await store.PutAsync(key, content, new WriteConditions(IsNew: conditions.IsOnlyIfNew), cancellation) is not { } stored)
                return new Outcome(name, 412, Detail: "There is such a file.");
            var change = ObjectChange.Put(
                key, time, stored.RequestId, content.Length, stored.ETag, content.Metadata.Type, content.Sha256);
            var isIndexed = await UploadedFile.IsIndexedAsync(() => catalog.RecordAsync(change, cancellation), logger);
            return new Outcome(name, isIndexed ? 200 : 202, stored.ETag);
        }
        catch (InvalidInputException e)
        {
            return new Outcome(name, 400, Detail: e.Message);
        }
        catch (DependencyException e)
        {
            LogUnstored(e, e.Dependency, e.Failure);
            return e.Failure == DependencyFailure.OutOfReach
                ? new Outcome(name, 503, Detail: $"{e.Dependency} is not available at the moment.")
                : new Outcome(name, 500, Detail: "The upload failed unexpectedly.");
        }
    }

    [LoggerMessage(LogLevel.Warning, "A file of a form is not stored: {Dependency} does not do what it is asked ({Failure})")]
    private partial void LogUnstored(Exception exception, string dependency, DependencyFailure failure);

    private Response TooLarge() => Problem.ContentTooLarge(
        $"A form has at most {options.InlineLimit} bytes. For a larger file, GET /api/upload_presigned/{{key}} gives a URL to PUT it to.");

    /// <summary>What came of a file.</summary>
    private sealed record Outcome(string Key, int Status, string? ETag = null, string? Detail = null)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("key", Key);
            json.WriteNumber("status", Status);
            if (ETag is not null)
                json.WriteString("etag", ETag.Trim('"'));
            if (Detail is not null)
                json.WriteString("detail", Detail);
            json.WriteEndObject();
        }
    }
}
