-- The trace context of the request by which the service itself last changed a file while it was traced, and what tells that change among
-- those that the bucket reports: the id of S3's request, or the entity tag where an emulator names none.
ALTER TABLE files
    ADD COLUMN trace_parent  text,
    ADD COLUMN trace_request text,
    ADD COLUMN trace_etag    text;
