-- Not in a transaction, so that nobody waits for it. One that was broken off leaves an index that is not valid.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('files_by_key') AND NOT indisvalid) THEN
        DROP INDEX files_by_key;
    END IF;
END
$$
;
CREATE INDEX CONCURRENTLY IF NOT EXISTS files_by_key ON files (s3_bucket, prefix_path) WHERE deleted_at IS NULL
;
