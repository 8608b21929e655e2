module "bucket" {
  source = "./modules/bucket"

  name                   = var.bucket
  region                 = var.region
  expire_after_days      = var.expire_files_after_days
  keep_old_versions_days = var.keep_old_versions_days
}

# Pages that use presigned URLs send their requests to the bucket itself.
resource "aws_s3_bucket_cors_configuration" "main" {
  count = length(var.cors_origins) > 0 ? 1 : 0

  bucket = module.bucket.name

  cors_rule {
    allowed_origins = var.cors_origins
    allowed_methods = ["GET", "HEAD", "PUT"]
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
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
