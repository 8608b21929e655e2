-- How far the walk that compares a bucket with the index has come: one row for each bucket. reached is a key as bytes, since a key may
-- have U+0000, which text can't hold.
CREATE TABLE reconciliation (
    s3_bucket        varchar(255) COLLATE "C" PRIMARY KEY,
    first_started_at timestamptz NOT NULL DEFAULT now(),
    is_requested     boolean NOT NULL DEFAULT false,
    started_at       timestamptz,
    reached          bytea NOT NULL DEFAULT '',
    completed_at     timestamptz,
    holder           uuid NOT NULL,
    held_until       timestamptz NOT NULL
);
