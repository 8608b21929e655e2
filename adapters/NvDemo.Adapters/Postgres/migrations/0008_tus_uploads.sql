-- Uploads by TUS: what a cloud needs to go on with one that the other began. store_id is S3's id of it; tail is the object that has what is
-- too short for a part. What changes is changed with the version that it was read with, so that of two requests at once one counts.
CREATE TABLE tus_uploads (
    id           text COLLATE "C" PRIMARY KEY,
    s3_bucket    varchar(255)  COLLATE "C" NOT NULL,
    prefix_path  varchar(1024) COLLATE "C" NOT NULL,
    store_id     text        NOT NULL,
    length       bigint      NOT NULL,
    content_type text,
    metadata     text        NOT NULL,
    begun_at     timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    stored       bigint      NOT NULL DEFAULT 0,
    last_part    int         NOT NULL DEFAULT 0,
    next_part    int         NOT NULL DEFAULT 1,
    tail         text,
    tail_length  bigint      NOT NULL DEFAULT 0,
    version      int         NOT NULL DEFAULT 0,
    is_complete  boolean     NOT NULL DEFAULT false
);

CREATE INDEX tus_uploads_expired ON tus_uploads (expires_at);

-- In rows of their own, so that a change costs the same however many there are.
CREATE TABLE tus_parts (
    upload_id text COLLATE "C" REFERENCES tus_uploads ON DELETE CASCADE,
    number    int,
    size      bigint NOT NULL,
    etag      text   NOT NULL,
    PRIMARY KEY (upload_id, number)
);
