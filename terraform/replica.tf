# Copies for the loss of the region. Failover is by hand: docs/restoring.md. Objects arrive within minutes, mostly seconds; those that were
# there before the replica take a job of S3 Batch Replication, which the document has. The database's backups follow at about five minutes; an
# instance whose password RDS manages can't have a read replica (database.tf), and needs none: its content can be rebuilt from the bucket.

module "replica_bucket" {
  source = "./modules/bucket"
  count  = var.replica == null ? 0 : 1

  name                   = var.replica.bucket
  region                 = var.replica.region
  expire_after_days      = var.expire_files_after_days
  keep_old_versions_days = var.keep_old_versions_days
}

resource "aws_iam_role" "replication" {
  count = var.replica == null ? 0 : 1

  name = "${var.name}-replication"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "replication" {
  count = var.replica == null ? 0 : 1

  name = "replication"
  role = aws_iam_role.replication[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "SourceBucket"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = [module.bucket.arn]
      },
      {
        Sid      = "SourceObjects"
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
        Resource = ["${module.bucket.arn}/*"]
      },
      {
        Sid      = "Copies"
        Effect   = "Allow"
        Action   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
        Resource = ["${module.replica_bucket[0].arn}/*"]
      },
    ]
  })
}

resource "aws_s3_bucket_replication_configuration" "main" {
  count = var.replica == null ? 0 : 1

  bucket = module.bucket.name
  role   = aws_iam_role.replication[0].arn

  rule {
    id     = "everything"
    status = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Enabled"
    }

    destination {
      bucket = module.replica_bucket[0].arn
    }
  }

  # Both buckets must be versioned first.
  depends_on = [module.bucket, module.replica_bucket]
}

# Backups of an encrypted instance take a key of their own region.
resource "aws_kms_key" "replica" {
  count = var.replica == null ? 0 : 1

  region              = var.replica.region
  description         = "Backups of ${var.name}'s database"
  enable_key_rotation = true
}

resource "aws_db_instance_automated_backups_replication" "main" {
  count = var.replica == null ? 0 : 1

  region                 = var.replica.region
  source_db_instance_arn = aws_db_instance.main.arn
  kms_key_id             = aws_kms_key.replica[0].arn
  retention_period       = var.database.backup_days
}
