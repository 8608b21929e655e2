namespace NvDemo.Core.Security;

/// <summary>
/// Changes secrets, for those who administer them: the service itself only reads (<see cref="ISecretStore"/>). Held to by
/// <c>SecretEditorContract</c> in the tests.
/// </summary>
public interface ISecretEditor
{
    /// <summary>
    /// Reads a secret, has it changed, writes it and reads it back; all of it again where another writer came in between. No change of one
    /// editor is lost to another's.
    /// </summary>
    /// <param name="name">The secret.</param>
    /// <param name="change">
    /// Gives the new value of a value, or <c>null</c> where it has nothing to change, also because it has done so before. It is called as
    /// often as the secret is read; what it throws comes out.
    /// </param>
    /// <returns>Whether the secret was changed.</returns>
    /// <exception cref="DependencyException">The store is out, refuses, or has no such secret; whether the change was made is not known.</exception>
    Task<bool> EditAsync(string name, Func<string, string?> change, CancellationToken cancellation);
}
