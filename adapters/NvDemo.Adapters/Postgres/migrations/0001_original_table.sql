-- The table of the original system: a deployment that has it is adopted with its rows.
CREATE TABLE IF NOT EXISTS files (
    filename    VARCHAR(255) NOT NULL,
    prefix_path VARCHAR(255) NOT NULL,
    s3_bucket   VARCHAR(255) NOT NULL,
    date_added  VARCHAR(255) NOT NULL,
    PRIMARY KEY (filename)
);
