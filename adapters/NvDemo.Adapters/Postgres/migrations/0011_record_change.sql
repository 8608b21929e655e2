-- What becomes of a file that is there already when the service has done something to it itself: docs/convergence.md. A function, since what
-- stands in a statement Postgres makes ready for each new file, too, which has no use for it. The code before this has the rule in its own
-- statement, to the same effect but for a change whose request nobody knows.
CREATE FUNCTION record_change(file files, change files) RETURNS files LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    entry         files   := file;
    newest_delete boolean := file.deleted_at IS NOT NULL;
    newest_size   bigint  := file.size;
    newest_etag   text    := file.etag;
BEGIN
    IF file.held_until IS NOT NULL THEN
        newest_delete := file.reported_delete;
        newest_size := file.reported_size;
        newest_etag := file.reported_etag;
    END IF;

    -- Its report has come already: the newest report is shown. By the times where one of the two names no request.
    IF change.request_id = ANY (file.recent_requests)
        OR ((file.recent_requests = '{}' OR change.request_id IS NULL) AND file.changed_at >= change.date_added) THEN
        IF newest_etag = change.etag THEN
            entry.content_type := change.content_type;
        ELSIF file.held_until IS NOT NULL THEN
            entry.content_type := NULL;
        END IF;
        IF file.held_until IS NOT NULL THEN
            entry.date_added := file.changed_at;
        END IF;
        entry.size := newest_size;
        entry.etag := newest_etag;
        entry.deleted_at := CASE WHEN newest_delete THEN file.changed_at END;
        entry.held_until := NULL;
        entry.request_id := NULL;
        entry.reported_delete := NULL;
        entry.reported_size := NULL;
        entry.reported_etag := NULL;
    ELSE
        entry.date_added := change.date_added;
        entry.size := change.size;
        entry.content_type := change.content_type;
        entry.etag := change.etag;
        entry.deleted_at := change.deleted_at;
        entry.held_until := change.held_until;
        entry.request_id := change.request_id;
        entry.reported_delete := newest_delete;
        entry.reported_size := newest_size;
        entry.reported_etag := newest_etag;
    END IF;

    IF entry.etag = change.sha256_etag THEN
        entry.sha256 := change.sha256;
        entry.sha256_etag := change.sha256_etag;
    END IF;

    IF file.deleted_at IS NULL AND entry.deleted_at IS NULL THEN
        entry.relisted := (entry.date_added, entry.size, entry.content_type, entry.etag)
            IS DISTINCT FROM (file.date_added, file.size, file.content_type, file.etag);
    ELSE
        entry.relisted := file.deleted_at IS NULL OR entry.deleted_at IS NULL;
    END IF;
    IF entry.relisted THEN
        entry.former_date := CASE WHEN file.deleted_at IS NULL THEN file.date_added END;
    END IF;
    RETURN entry;
END
$$;
