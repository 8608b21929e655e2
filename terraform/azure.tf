# What the service's half on Azure has here: a role without keys, and the bucket's events. Nothing of it exists with azure = null.

locals {
  # The issuer's path ends in a slash, which is a part of its name.
  azure_issuer   = var.azure == null ? null : "sts.windows.net/${var.azure.tenant_id}/"
  azure_provider = var.azure == null ? null : coalesce(var.azure.provider_arn, one(aws_iam_openid_connect_provider.azure[*].arn))
  webhook_url    = var.azure == null ? null : coalesce(var.azure.webhook_url, "https://${var.azure.front_door_host}/api/events/sns")
}

resource "aws_iam_openid_connect_provider" "azure" {
  count = try(var.azure.provider_arn, "") == null ? 1 : 0

  url            = "https://${local.azure_issuer}"
  client_id_list = [var.azure.audience]
}

# For one managed identity, by tokens made for one audience.
resource "aws_iam_role" "azure" {
  count = var.azure == null ? 0 : 1

  name        = "${var.name}-azure"
  description = "The Functions app on Azure"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Federated = local.azure_provider }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "${local.azure_issuer}:aud" = var.azure.audience
            "${local.azure_issuer}:sub" = var.azure.subject
          }
        }
      },
    ]
  })
}

# All that the functions here do, since one app does it there; but for migrations, which run here.
resource "aws_iam_role_policy" "azure" {
  count = var.azure == null ? 0 : 1

  name = "function-app"
  role = aws_iam_role.azure[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        for statement in concat(local.use_files, [local.use_cache]) : {
          Sid      = statement.sid
          Effect   = "Allow"
          Action   = statement.actions
          Resource = statement.resources
        }
      ],
      [
        {
          Sid      = "Secrets"
          Effect   = "Allow"
          Action   = ["secretsmanager:GetSecretValue"]
          Resource = [aws_secretsmanager_secret.client.arn, aws_secretsmanager_secret.postgres_service.arn]
        },
        {
          Sid      = "WebhookDeadLetters"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
          Resource = [aws_sqs_queue.webhook_dead[0].arn]
        },
      ],
    )
  })
}

# What SNS does not deliver waits here until the function "dead-letters" on Azure takes it, every five minutes: after an hour of trying
# where the webhook does not answer or answers with a server error, and at once where it answers 4xx, which SNS takes for final and does not
# retry ("Amazon SNS dead-letter queues"). A stopped app (403) or a disabled route (404) sends every event here.
resource "aws_sqs_queue" "webhook_dead" {
  count = var.azure == null ? 0 : 1

  name                      = "${var.name}-webhook-dead"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 14 * 24 * 3600
}

resource "aws_sqs_queue_policy" "webhook_dead" {
  count = var.azure == null ? 0 : 1

  queue_url = aws_sqs_queue.webhook_dead[0].url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "WebhookDeadLetters"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = ["sqs:SendMessage"]
        Resource  = aws_sqs_queue.webhook_dead[0].arn
        Condition = {
          ArnEquals    = { "aws:SourceArn" = aws_sns_topic.objects.arn }
          StringEquals = { "aws:SourceAccount" = local.account }
        }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "webhook" {
  count = try(var.azure.webhook_subscribed, false) ? 1 : 0

  topic_arn = aws_sns_topic.objects.arn
  protocol  = "https"
  endpoint  = local.webhook_url
  # The webhook checks the signature, which raw messages don't have, and confirms by itself.
  raw_message_delivery   = false
  endpoint_auto_confirms = true

  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.webhook_dead[0].arn })

  # Of what fails on the server's side or is not answered, as long as SNS allows, an hour in all: 5 tries 5 s apart, 10 ever slower, then 20
  # every 2 minutes. There is no policy for 4xx.
  delivery_policy = jsonencode({
    healthyRetryPolicy = {
      numRetries         = 35
      numNoDelayRetries  = 0
      numMinDelayRetries = 5
      numMaxDelayRetries = 20
      minDelayTarget     = 5
      maxDelayTarget     = 120
      backoffFunction    = "exponential"
    }
  })

  depends_on = [aws_sqs_queue_policy.webhook_dead]
}
