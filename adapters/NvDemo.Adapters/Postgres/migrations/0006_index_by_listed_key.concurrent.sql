-- Not in a transaction, so that nobody waits for it. One that was broken off leaves an index that is not valid; until the server has noticed
-- that nobody waits for it any more, it builds on, and who wanted to drop the index would have everybody wait.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE datname = current_database() AND index_relid = to_regclass('files_by_key')) THEN
        RAISE EXCEPTION 'files_by_key is still being built' USING ERRCODE = 'lock_not_available';
    END IF;
    SET LOCAL lock_timeout = '2s';
    IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('files_by_key') AND NOT indisvalid) THEN
        DROP INDEX files_by_key;
    END IF;
END
$$
;
CREATE INDEX CONCURRENTLY IF NOT EXISTS files_by_key ON files (s3_bucket, prefix_path) WHERE deleted_at IS NULL
;
