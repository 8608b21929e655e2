-- The SHA-256 of a file's content, where the service or S3 has verified it as a whole, and the entity tag of the content that it is of: where
-- the file has another one, it is of none. So it is also where the code before this, which knows neither column, changes a file.
ALTER TABLE files
    ADD COLUMN sha256      bytea,
    ADD COLUMN sha256_etag text;

-- list_folded with the checksum; the code before this goes on calling that.
CREATE FUNCTION list_folder(bucket text, prefix text, start text, past text, items int)
RETURNS TABLE (item text, added timestamptz, bytes bigint, type text, tag text, hash bytea)
LANGUAGE plpgsql STABLE SET enable_sort = off AS $$
DECLARE
    scan CURSOR (first text) FOR
        SELECT prefix_path, date_added, size, content_type, etag, CASE WHEN sha256_etag = etag THEN sha256 END FROM files
        WHERE s3_bucket = bucket AND deleted_at IS NULL AND prefix_path >= first AND prefix_path < past
        ORDER BY prefix_path;
    slash int;
BEGIN
    OPEN scan(start);
    WHILE items > 0 LOOP
        FETCH scan INTO item, added, bytes, type, tag, hash;
        EXIT WHEN NOT FOUND;
        slash := strpos(substr(item, length(prefix) + 1), '/');
        IF slash > 0 THEN
            item := left(item, length(prefix) + slash);
            added := NULL;
            bytes := NULL;
            type := NULL;
            tag := NULL;
            hash := NULL;
            CLOSE scan;
            -- In the order of bytes the digit 0 follows the slash.
            OPEN scan(left(item, -1) || '0');
        END IF;
        RETURN NEXT;
        items := items - 1;
    END LOOP;
    CLOSE scan;
END
$$;
