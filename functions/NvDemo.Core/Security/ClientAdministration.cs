namespace NvDemo.Core.Security;

/// <summary>Lists, adds, removes and rotates the clients of a secret. Who does it needs permission to write the secret; the service has none.</summary>
public sealed class ClientAdministration(ISecretStore store, ISecretEditor editor, string secret)
{
    /// <exception cref="FormatException">The service does not take the secret either.</exception>
    public async Task<IReadOnlyList<ClientEntry>> ListAsync(CancellationToken cancellation) =>
        ClientSecret.Parse(await store.GetAsync(secret, cancellation)).Entries;

    /// <returns>The client's password, of which only a hash is stored.</returns>
    /// <exception cref="InvalidInputException">No client can have the name, or another has it.</exception>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<string> AddAsync(Principal client, CancellationToken cancellation)
    {
        var password = GeneratedPassword.Create();
        var hash = PasswordHash.Create(password);
        await EditAsync(clients => clients.Add(client, hash), cancellation);
        return password;
    }

    /// <returns>The client's new password, of which only a hash is stored.</returns>
    /// <exception cref="InvalidInputException">Not one client alone has the name.</exception>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<string> RotateAsync(string username, CancellationToken cancellation)
    {
        var password = GeneratedPassword.Create();
        var hash = PasswordHash.Create(password);
        await EditAsync(clients => clients.Rotate(username, hash), cancellation);
        return password;
    }

    /// <exception cref="InvalidInputException">There is no such client, or no other.</exception>
    /// <inheritdoc cref="ListAsync"/>
    public async Task RemoveAsync(string username, CancellationToken cancellation)
    {
        if (!await EditAsync(clients => clients.Remove(username), cancellation))
            throw new InvalidInputException($"There is no client '{username}'.");
    }

    private Task<bool> EditAsync(Func<ClientSecret, bool> change, CancellationToken cancellation) => editor.EditAsync(
        secret,
        value =>
        {
            var clients = ClientSecret.Parse(value);
            return change(clients) ? clients.ToJson() : null;
        },
        cancellation);
}
