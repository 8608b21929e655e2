-- Uploads in parts: what a cloud needs to go on with one that the other began. store_id is S3's id of it.
CREATE TABLE multipart_uploads (
    id           text COLLATE "C" PRIMARY KEY,
    s3_bucket    varchar(255)  COLLATE "C" NOT NULL,
    prefix_path  varchar(1024) COLLATE "C" NOT NULL,
    store_id     text          NOT NULL,
    size         bigint        NOT NULL,
    part_size    bigint        NOT NULL,
    content_type text,
    begun_at     timestamptz   NOT NULL,
    expires_at   timestamptz   NOT NULL,
    is_complete  boolean       NOT NULL DEFAULT false
);

CREATE INDEX multipart_uploads_by_key ON multipart_uploads (s3_bucket, prefix_path, id);
CREATE INDEX multipart_uploads_expired ON multipart_uploads (expires_at);
