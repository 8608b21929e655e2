# bucket → topic → queue objects → function index; and, with Azure, → its webhook.

locals {
  # Longer would delay the index, shorter would cost a round trip to the database for every few events.
  index_batch = { size = 100, window_seconds = 1 }
  # Each instance holds a database connection.
  index_concurrency = 5
}

# Not encrypted by KMS: S3 can't publish to a topic with AWS's own key, and the messages have nothing but keys, sizes and times.
resource "aws_sns_topic" "objects" {
  name = "${var.name}-object-events"
  # SHA-256, the only version that the webhook takes.
  signature_version = 2
}

resource "aws_sns_topic_policy" "objects" {
  arn = aws_sns_topic.objects.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "BucketEvents"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = ["sns:Publish"]
        Resource  = aws_sns_topic.objects.arn
        Condition = {
          ArnEquals    = { "aws:SourceArn" = module.bucket.arn }
          StringEquals = { "aws:SourceAccount" = local.account }
        }
      },
    ]
  })
}

resource "aws_sqs_queue" "objects" {
  name                    = "${var.name}-objects"
  sqs_managed_sse_enabled = true
  # AWS's advice: six times the function's time-out, so that its retries after throttling fit in, plus the time a batch gathers.
  visibility_timeout_seconds = 6 * local.index_timeout + local.index_batch.window_seconds
  # Four days without an index function lose nothing; past them reconcile finds what was missed.
  message_retention_seconds = 4 * 24 * 3600
  receive_wait_time_seconds = 20

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.objects_dead.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "objects_dead" {
  name                      = "${var.name}-objects-dead"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 14 * 24 * 3600
}

resource "aws_sqs_queue_redrive_allow_policy" "objects_dead" {
  queue_url = aws_sqs_queue.objects_dead.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.objects.arn]
  })
}

resource "aws_sqs_queue_policy" "objects" {
  queue_url = aws_sqs_queue.objects.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "ObjectEvents"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = ["sqs:SendMessage"]
        Resource  = aws_sqs_queue.objects.arn
        Condition = {
          ArnEquals    = { "aws:SourceArn" = aws_sns_topic.objects.arn }
          StringEquals = { "aws:SourceAccount" = local.account }
        }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "objects" {
  topic_arn            = aws_sns_topic.objects.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.objects.arn
  raw_message_delivery = true

  depends_on = [aws_sqs_queue_policy.objects]
}

resource "aws_lambda_event_source_mapping" "index" {
  event_source_arn                   = aws_sqs_queue.objects.arn
  function_name                      = module.index.alias_arn
  batch_size                         = local.index_batch.size
  maximum_batching_window_in_seconds = local.index_batch.window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = local.index_concurrency
  }
}
