namespace NvDemo.Core;

/// <summary>
/// The kinds of <see cref="DependencyException"/>: every adapter sorts its service's own errors into these. What a dependency refuses of
/// one request alone is none of them: it is a result of the call, or an <see cref="InvalidInputException"/>.
/// </summary>
public enum DependencyFailure
{
    /// <summary>It can't be reached, is too slow, or has a failure of its own: it is waited for, and clients try again (503).</summary>
    OutOfReach,

    /// <summary>It answers, and refuses what the service is set up with: credentials, permissions, bucket, secret, database, schema (500).</summary>
    Misconfigured,

    /// <summary>It answers with an error that nothing here provides for (500).</summary>
    Unexpected,
}
