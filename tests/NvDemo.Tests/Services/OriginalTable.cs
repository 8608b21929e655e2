namespace NvDemo.Tests.Services;

/// <summary>What the database of the original system holds.</summary>
internal static class OriginalTable
{
    /// <summary>Creates it, with two rows.</summary>
    public const string Sql = """
        CREATE TABLE files (filename VARCHAR(255) NOT NULL, prefix_path VARCHAR(255) NOT NULL, s3_bucket VARCHAR(255) NOT NULL,
                            date_added VARCHAR(255) NOT NULL, PRIMARY KEY (filename));
        INSERT INTO files VALUES ('foo', 'a/foo', 'b', '2022-05-01T12:11:48.443Z'), ('bar', 'bar', 'b', '2022-04-01T00:00:00.000Z');
        """;
}
