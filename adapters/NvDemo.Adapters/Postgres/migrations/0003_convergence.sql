-- What the service has done itself, or the reconciler has found, holds against the bucket's reports until held_until, or until the report
-- of the request that did it (request_id) has come. The latest report meanwhile is set aside in reported_*; its order is in sequencer and
-- changed_at, as ever. recent_requests are the requests whose reports have been counted, so that one which comes twice, or before the
-- service has recorded what it did, is known.
ALTER TABLE files
    ADD COLUMN held_until      timestamptz,
    ADD COLUMN request_id      text,
    ADD COLUMN reported_delete boolean,
    ADD COLUMN reported_size   bigint,
    ADD COLUMN reported_etag   text,
    ADD COLUMN recent_requests text[] NOT NULL DEFAULT '{}';

CREATE INDEX files_tombstones ON files (s3_bucket, deleted_at) WHERE deleted_at IS NOT NULL;
