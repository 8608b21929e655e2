namespace NvDemo.Core;

/// <summary>The kinds of <see cref="DependencyException"/>: every adapter sorts its service's own errors into these.</summary>
public enum DependencyFailure
{
    /// <summary>It can't be reached, is too slow, or has a failure of its own: it is waited for.</summary>
    OutOfReach,

    /// <summary>It answers, and refuses our credentials or does not permit the operation.</summary>
    Refused,

    /// <summary>It answers, and what we ask for is not there or has another form: bucket, secret, database, schema.</summary>
    Misconfigured,
}
