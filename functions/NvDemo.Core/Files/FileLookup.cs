using NvDemo.Core.Http;
using NvDemo.Core.Ports;

namespace NvDemo.Core.Files;

/// <summary>Finds the file that a client names: by its full key, else by its filename where exactly one file has it.</summary>
public sealed class FileLookup(FileCatalog catalog)
{
    private const int MaxCandidates = 10;

    /// <summary>Reads the file and answers with it; 404 when there is none, 409 when several files have the name.</summary>
    public async Task<Reply> AnswerAsync(
        string name, Func<ObjectKey, Task<ObjectRead>> read, Func<ObjectKey, ObjectRead, Task<Reply>> answer, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(name);
        var result = await read(key);
        if (result is ObjectRead.Missing && !name.Contains('/'))
        {
            var candidates = await catalog.FindByFilenameAsync(name, MaxCandidates, cancellation);
            if (candidates.Count > 1)
                return Problem.Ambiguous(name, [.. candidates.Select(candidate => candidate.Value)]);
            if (candidates.Count == 1)
            {
                key = candidates[0];
                result = await read(key);
            }
        }

        return result is ObjectRead.Missing ? Problem.NotFound("No results found") : await answer(key, result);
    }
}
