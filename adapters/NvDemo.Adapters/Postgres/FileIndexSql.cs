namespace NvDemo.Adapters.Postgres;

/// <summary>
/// The statements of <see cref="PostgresFileIndex"/>. Keys compare by byte: the columns have the collation "C", and so has what is given, as
/// rows are locked in the order of their keys, whatever the database's own. A checksum counts only while the file still has the entity tag
/// that it is of, so that what changes a file need not know of it. <c>OFFSET 0</c> has what is used more than once computed once: Postgres
/// would repeat it where it is used, and make all of it ready for each execution.
/// </summary>
internal static class FileIndexSql
{
    /// <summary>The cursor's own file is the first, so that nothing more is read to know whether it is listed.</summary>
    public const string ListByDate = """
        SELECT prefix_path, date_added, size, content_type, etag, CASE WHEN sha256_etag = etag THEN sha256 END FROM files
        WHERE s3_bucket = $1 AND deleted_at IS NULL AND (date_added, prefix_path) >= ($2, $3)
        ORDER BY date_added, prefix_path LIMIT $4
        """;

    public const string ListByKey = """
        SELECT prefix_path, date_added, size, content_type, etag, CASE WHEN sha256_etag = etag THEN sha256 END FROM files
        WHERE s3_bucket = $1 AND deleted_at IS NULL AND prefix_path >= $2 AND prefix_path < $3
        ORDER BY prefix_path LIMIT $4
        """;

    public const string ListFolded = "SELECT item, added, bytes, type, tag, hash FROM list_folder($1, $2, $3, $4, $5)";

    /// <summary>
    /// Of a filename that is equal, Postgres may go through the keys of the whole bucket, which have the order that is asked for; of one between
    /// it and itself it does not.
    /// </summary>
    public const string Find = """
        SELECT prefix_path FROM files WHERE s3_bucket = $1 AND filename BETWEEN $2 AND $2 AND deleted_at IS NULL
        ORDER BY filename, prefix_path LIMIT $3
        """;

    /// <summary><see cref="Find"/> where a client sees some prefixes only.</summary>
    public const string FindInside = """
        SELECT prefix_path FROM files WHERE s3_bucket = $1 AND filename BETWEEN $2 AND $2 AND deleted_at IS NULL
            AND EXISTS (SELECT FROM unnest($4) AS prefix WHERE prefix_path ^@ prefix)
        ORDER BY filename, prefix_path LIMIT $3
        """;

    /// <summary>
    /// What the service did takes the place of what is listed and is held: S3 refuses requests from clocks that are more than 15 minutes
    /// off, so a report that is later than that is newer for certain. When its report has come already, the newest report is shown.
    /// Reports that name no request are an emulator's, whose clock is ours: then one from the same time or later is its own or newer. So it is
    /// of what was found done already, by a request whose reply was lost and whose id nobody knows: it is held against older reports alone.
    /// </summary>
    /// <remarks>Returns where the file was listed, where it is, and whether its report had come.</remarks>
    public const string Record = $"""
        INSERT INTO files AS file (
            s3_bucket, prefix_path, filename, date_added, size, content_type, etag, deleted_at, held_until, request_id, relisted,
            sha256, sha256_etag
        ) VALUES (
            $1, $2, $3, $4, $5, $6, $7, CASE WHEN $8 THEN $4 END, {HeldUntil},
            $9, NOT $8, $10, CASE WHEN $10 IS NOT NULL THEN $7 END
        )
        {OnConflict} {Recorded}
        """;

    /// <summary><see cref="Record"/> by a request that is traced.</summary>
    public const string RecordTraced = $"""
        INSERT INTO files AS file (
            s3_bucket, prefix_path, filename, date_added, size, content_type, etag, deleted_at, held_until, request_id, relisted,
            sha256, sha256_etag, trace_parent, trace_request, trace_etag
        ) VALUES (
            $1, $2, $3, $4, $5, $6, $7, CASE WHEN $8 THEN $4 END, {HeldUntil},
            $9, NOT $8, $10, CASE WHEN $10 IS NOT NULL THEN $7 END, $11, $9, $7
        )
        {OnConflict}, {Traced} {Recorded}
        """;

    /// <summary><see cref="Record"/> of many keys, none of them twice.</summary>
    public const string RecordMany = $"""
        INSERT INTO files AS file (
            s3_bucket, prefix_path, filename, date_added, size, content_type, etag, deleted_at, held_until, request_id, relisted,
            sha256, sha256_etag
        )
        SELECT $1, key, filename, at, size, type, etag, CASE WHEN is_delete THEN at END, {ManyHeldUntil},
            request, NOT is_delete, sha256, CASE WHEN sha256 IS NOT NULL THEN etag END
        FROM unnest($2 COLLATE "C", $3, $4, $5, $6, $7, $8, $9, $10)
            AS change (key, filename, at, size, type, etag, is_delete, request, sha256) ORDER BY key
        {OnConflict} {Recorded}, prefix_path
        """;

    /// <summary><see cref="RecordMany"/> by a request that is traced.</summary>
    public const string RecordManyTraced = $"""
        INSERT INTO files AS file (
            s3_bucket, prefix_path, filename, date_added, size, content_type, etag, deleted_at, held_until, request_id, relisted,
            sha256, sha256_etag, trace_parent, trace_request, trace_etag
        )
        SELECT $1, key, filename, at, size, type, etag, CASE WHEN is_delete THEN at END, {ManyHeldUntil},
            request, NOT is_delete, sha256, CASE WHEN sha256 IS NOT NULL THEN etag END, $11, request, etag
        FROM unnest($2 COLLATE "C", $3, $4, $5, $6, $7, $8, $9, $10)
            AS change (key, filename, at, size, type, etag, is_delete, request, sha256) ORDER BY key
        {OnConflict}, {Traced} {Recorded}, prefix_path
        """;

    private const string HeldUntil = "$4 + CASE WHEN $9 IS NULL THEN interval '0' ELSE interval '15 minutes' END";
    private const string ManyHeldUntil = "at + CASE WHEN request IS NULL THEN interval '0' ELSE interval '15 minutes' END";

    private const string OnConflict = """
        ON CONFLICT (s3_bucket, prefix_path) DO UPDATE SET (
            date_added, size, content_type, etag, deleted_at, held_until, request_id, reported_delete, reported_size, reported_etag,
            former_date, relisted, sha256, sha256_etag
        ) = (
            SELECT
                date_added, size, content_type, etag, deleted_at, held_until, request_id, reported_delete, reported_size, reported_etag,
                former_date, relisted, sha256, sha256_etag
            FROM record_change(file, excluded)
        )
        """;

    private const string Traced =
        "trace_parent = excluded.trace_parent, trace_request = excluded.trace_request, trace_etag = excluded.trace_etag";

    private const string Recorded = "RETURNING former_date, CASE WHEN deleted_at IS NULL THEN date_added END, held_until IS NULL";

    /// <summary>
    /// Of several reports of a key the newest counts: by their sequencers if all have one, else by their times. An entry that is held is
    /// released by the report of its request, or by one that is newer for certain; reports that name no request are an emulator's, whose
    /// clock is ours. What is released, or not held, is the newest report of all.
    /// </summary>
    /// <remarks>
    /// Returns the keys of which the listing changed, where they were listed, and where they are. Of the requests that were reported, 64 are
    /// remembered: more than a key has in the seconds by which the service may be late.
    /// </remarks>
    public const string Apply = $"{Applied} SELECT * FROM written WHERE relisted";

    /// <summary>
    /// <see cref="Apply"/>, and which reports are of a traced request: by its id, or by the entity tag where an emulator's report names no
    /// request. A report of the other cloud's too, so it does not matter whether it changes anything.
    /// </summary>
    /// <remarks>Returns, behind the rows of <see cref="Apply"/>, the position of a report and its trace context.</remarks>
    public const string ApplyTraced = $"""
        {Applied}
        SELECT *, NULL::bigint AS position, NULL::text AS trace_parent FROM written WHERE relisted
        UNION ALL
        SELECT NULL, NULL, NULL, NULL, position, trace_parent
        FROM unnest($2 COLLATE "C", $4, $7, $9) WITH ORDINALITY AS report (key, is_delete, request, etag, position)
            CROSS JOIN LATERAL (SELECT * FROM files WHERE s3_bucket = $1 AND prefix_path = key LIMIT 1) AS file
        WHERE trace_parent IS NOT NULL
            AND CASE WHEN request IS NULL THEN report.etag IS NOT DISTINCT FROM trace_etag AND is_delete = (trace_etag IS NULL)
                ELSE request = trace_request END
        """;

    private const string Applied = """
        WITH change AS (
            SELECT DISTINCT ON (key) key, filename, is_delete, at, sequencer, size, etag,
                coalesce(array_agg(request) FILTER (WHERE request IS NOT NULL) OVER (PARTITION BY key), '{}') AS requests
            FROM unnest($2 COLLATE "C", $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
                AS report (key, filename, is_delete, at, sequencer, request, size, etag, position)
            ORDER BY key, CASE WHEN bool_and(sequencer IS NOT NULL) OVER (PARTITION BY key) THEN sequencer END COLLATE "C" DESC,
                at DESC, position DESC
        ), written AS (
            INSERT INTO files AS file (
                s3_bucket, prefix_path, filename, date_added, size, etag, deleted_at, sequencer, changed_at, recent_requests, relisted
            )
            SELECT $1, key, filename, at, size, etag, CASE WHEN is_delete THEN at END, sequencer, at, requests, NOT is_delete
            FROM change ORDER BY key
            ON CONFLICT (s3_bucket, prefix_path) DO UPDATE SET (
                date_added, size, content_type, etag, deleted_at, held_until, request_id,
                sequencer, changed_at, reported_delete, reported_size, reported_etag, recent_requests, former_date, relisted
            ) = (
                SELECT
                    next.date_added, next.size, next.content_type, next.etag, next.deleted_at,
                    CASE WHEN is_held THEN file.held_until END,
                    CASE WHEN is_held THEN file.request_id END,
                    newest.sequencer,
                    newest.at,
                    CASE WHEN is_held THEN newest.is_delete END,
                    CASE WHEN is_held THEN newest.size END,
                    CASE WHEN is_held THEN newest.etag END,
                    (excluded.recent_requests || file.recent_requests)[1:64],
                    CASE WHEN NOT is_relisted THEN file.former_date WHEN file.deleted_at IS NULL THEN file.date_added END,
                    is_relisted
                FROM
                    (SELECT
                        CASE WHEN file.sequencer IS NOT NULL AND excluded.sequencer IS NOT NULL THEN file.sequencer < excluded.sequencer
                            ELSE coalesce(file.changed_at <= excluded.changed_at, true) END AS is_newer,
                        coalesce(
                            file.held_until >= excluded.changed_at
                            AND NOT coalesce(file.request_id = ANY (excluded.recent_requests), false)
                            AND NOT (excluded.recent_requests = '{}' AND excluded.changed_at > coalesce(file.deleted_at, file.date_added)),
                            false) AS is_held
                        OFFSET 0
                    ) AS rule,
                    LATERAL (
                        SELECT excluded.deleted_at IS NOT NULL, excluded.size, excluded.etag, excluded.sequencer, excluded.changed_at
                        WHERE is_newer
                        UNION ALL
                        SELECT file.deleted_at IS NOT NULL, file.size, file.etag, file.sequencer, file.changed_at
                        WHERE NOT is_newer AND file.held_until IS NULL
                        UNION ALL
                        SELECT file.reported_delete, file.reported_size, file.reported_etag, file.sequencer, file.changed_at
                        WHERE NOT is_newer AND file.held_until IS NOT NULL
                    ) AS newest (is_delete, size, etag, sequencer, at),
                    LATERAL (SELECT file.deleted_at IS NULL AND NOT newest.is_delete AND file.etag IS NOT DISTINCT FROM newest.etag) AS same (is_same),
                    LATERAL (
                        SELECT
                            CASE WHEN is_held OR is_same THEN file.date_added ELSE newest.at END,
                            CASE WHEN is_held THEN file.size ELSE newest.size END,
                            CASE WHEN is_held OR is_same THEN file.content_type END,
                            CASE WHEN is_held THEN file.etag ELSE newest.etag END,
                            CASE WHEN is_held THEN file.deleted_at WHEN newest.is_delete THEN newest.at END
                        OFFSET 0
                    ) AS next (date_added, size, content_type, etag, deleted_at),
                    LATERAL (SELECT CASE WHEN file.deleted_at IS NULL AND next.deleted_at IS NULL
                        THEN (next.date_added, next.size, next.content_type, next.etag)
                            IS DISTINCT FROM (file.date_added, file.size, file.content_type, file.etag)
                        ELSE file.deleted_at IS NULL OR next.deleted_at IS NULL END) AS listing (is_relisted)
            )
            WHERE excluded.recent_requests = '{}' OR NOT excluded.recent_requests <@ file.recent_requests
            RETURNING prefix_path, former_date, CASE WHEN deleted_at IS NULL THEN date_added END, relisted
        )
        """;

    /// <summary>
    /// An insertion that updates finds each row by its key, whatever the planner believes of a table that was not analyzed yet. What it inserts,
    /// if the row was purged at this moment, is a tombstone.
    /// </summary>
    /// <remarks>Returns the keys that it changed, and where they are listed.</remarks>
    public const string Describe = """
        INSERT INTO files AS file (s3_bucket, prefix_path, filename, date_added, deleted_at, etag, content_type, sha256)
        SELECT $1, key, filename, date_added, date_added, found.etag, type, sha256
        FROM (SELECT * FROM unnest($2 COLLATE "C", $3, $4, $5) AS found (key, etag, type, sha256) ORDER BY key) AS found,
            LATERAL (SELECT filename, date_added FROM files WHERE s3_bucket = $1 AND prefix_path = key LIMIT 1) AS entry
        ON CONFLICT (s3_bucket, prefix_path) DO UPDATE SET
            content_type = excluded.content_type, sha256 = coalesce(excluded.sha256, file.sha256),
            sha256_etag = CASE WHEN excluded.sha256 IS NULL THEN file.sha256_etag ELSE excluded.etag END
        WHERE file.etag = excluded.etag AND file.content_type IS NULL AND file.deleted_at IS NULL
        RETURNING prefix_path, date_added, NULL::timestamptz
        """;

    /// <summary>Each is found by its key, as in <see cref="Describe"/>.</summary>
    public const string AddedBefore = """
        SELECT key FROM unnest($2 COLLATE "C", $3) AS asked (key, etag),
            LATERAL (SELECT date_added, deleted_at, files.etag FROM files WHERE s3_bucket = $1 AND prefix_path = key LIMIT 1) AS entry
        WHERE deleted_at IS NULL AND entry.etag = asked.etag AND date_added < $4
        """;

    public const string Read = """
        SELECT prefix_path, deleted_at IS NOT NULL, size, etag, content_type IS NOT NULL, xmin::text::bigint FROM files
        WHERE s3_bucket = $1 AND prefix_path > $2 ORDER BY prefix_path LIMIT $3
        """;

    /// <summary>
    /// xmin, the transaction that wrote a row, is its version. Each row is found and locked by its key; it is there, so the insertion is an
    /// update, as in <see cref="Describe"/>.
    /// </summary>
    /// <remarks>Returns the keys that it changed, where they were listed, and where they are.</remarks>
    public const string Repair = """
        WITH repair AS (
            SELECT * FROM unnest($2 COLLATE "C", $3, $4, $5, $6, $7) AS found (key, filename, size, etag, modified, version) ORDER BY key
        ), entry AS (
            SELECT repair.*, date_added
            FROM repair, LATERAL (
                SELECT date_added FROM files WHERE s3_bucket = $1 AND prefix_path = key AND xmin::text::bigint = version FOR UPDATE
            ) AS file
        ), changed AS (
            INSERT INTO files AS file (s3_bucket, prefix_path, filename, date_added, size, etag)
            SELECT $1, key, filename, coalesce(modified, date_added), size, etag FROM entry
            ON CONFLICT (s3_bucket, prefix_path) DO UPDATE SET
                date_added = CASE WHEN excluded.etag = coalesce(file.etag, excluded.etag) AND file.deleted_at IS NULL
                    THEN file.date_added ELSE excluded.date_added END,
                content_type = CASE WHEN excluded.etag = file.etag AND file.deleted_at IS NULL THEN file.content_type END,
                size = excluded.size, etag = excluded.etag, deleted_at = CASE WHEN excluded.etag IS NULL THEN $8 END,
                held_until = $8, request_id = NULL,
                reported_delete = CASE WHEN file.held_until IS NULL THEN file.deleted_at IS NOT NULL ELSE file.reported_delete END,
                reported_size = CASE WHEN file.held_until IS NULL THEN file.size ELSE file.reported_size END,
                reported_etag = CASE WHEN file.held_until IS NULL THEN file.etag ELSE file.reported_etag END,
                former_date = CASE WHEN file.deleted_at IS NULL THEN file.date_added END, relisted = true
            RETURNING prefix_path, former_date, CASE WHEN deleted_at IS NULL THEN date_added END
        ), added AS (
            INSERT INTO files (s3_bucket, prefix_path, filename, date_added, size, etag, held_until, relisted)
            SELECT $1, key, filename, modified, size, etag, $8, true FROM repair WHERE version IS NULL
            ON CONFLICT (s3_bucket, prefix_path) DO NOTHING
            RETURNING prefix_path, former_date, date_added
        )
        SELECT * FROM changed UNION ALL SELECT * FROM added
        """;

    /// <summary>A few thousand at a time, so that no statement runs long. What is being changed is no tombstone for long.</summary>
    public const string Purge = """
        DELETE FROM files WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM files WHERE s3_bucket = $1 AND deleted_at < $2 LIMIT 5000 FOR UPDATE SKIP LOCKED
        ))
        """;
}
