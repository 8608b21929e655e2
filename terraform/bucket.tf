module "bucket" {
  source = "./modules/bucket"

  name                   = var.bucket
  region                 = var.region
  expire_after_days      = var.expire_files_after_days
  keep_old_versions_days = var.keep_old_versions_days
}

locals {
  # The page is on Front Door's own name too, where Azure is reached whatever the record says.
  own_origins = concat(
    var.domain == null ? [regex("^https://[^/]+", local.own_url)] : [for host in local.hosts : "https://${host}"],
    var.azure == null ? [] : ["https://${var.azure.front_door_host}"],
  )

  # A page of another origin that follows the service's 302 arrives at the bucket with an opaque origin, "null" (the Fetch standard's
  # tainted origin). What it is given there it has by a presigned URL, or not at all.
  bucket_origins = (
    contains(var.cors_origins, "*") ? ["*"] :
    distinct(concat(local.own_origins, var.cors_origins, length(var.cors_origins) > 0 ? ["null"] : []))
  )
}

# Pages that use presigned URLs, or are sent to one, send their requests to the bucket itself. ETag is what completes a multipart upload.
resource "aws_s3_bucket_cors_configuration" "main" {
  bucket = module.bucket.name

  cors_rule {
    allowed_origins = local.bucket_origins
    allowed_methods = ["GET", "HEAD", "PUT"]
    allowed_headers = ["*"]
    expose_headers  = ["Content-Disposition", "Content-Encoding", "Content-Language", "Content-Range", "ETag"]
    max_age_seconds = 3600
  }
}

resource "aws_s3_bucket_notification" "main" {
  bucket = module.bucket.name

  topic {
    id        = "object-events"
    topic_arn = aws_sns_topic.objects.arn
    events    = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"]
  }

  # S3 sends a test event at once, and refuses a topic that refuses it.
  depends_on = [aws_sns_topic_policy.objects]
}
