-- A file is identified by its key, not by the last segment of it; keys are as long as S3 allows (1,024 bytes) and ordered by byte.
-- changed_at and sequencer order the changes of a key; deleted_at marks a tombstone, which keeps that order for a deleted key.
ALTER TABLE files
    DROP CONSTRAINT files_pkey,
    ALTER COLUMN filename    TYPE varchar(1024) COLLATE "C",
    ALTER COLUMN prefix_path TYPE varchar(1024) COLLATE "C",
    ALTER COLUMN s3_bucket   TYPE varchar(255)  COLLATE "C",
    ALTER COLUMN date_added  TYPE timestamptz(3) USING date_added::timestamptz,
    ADD COLUMN size         bigint,
    ADD COLUMN content_type text,
    ADD COLUMN etag         text,
    ADD COLUMN sequencer    text COLLATE "C",
    ADD COLUMN changed_at   timestamptz,
    ADD COLUMN deleted_at   timestamptz,
    ADD PRIMARY KEY (s3_bucket, prefix_path);

CREATE INDEX files_by_date ON files (s3_bucket, date_added, prefix_path) WHERE deleted_at IS NULL;
CREATE INDEX files_by_filename ON files (s3_bucket, filename, prefix_path) WHERE deleted_at IS NULL;
