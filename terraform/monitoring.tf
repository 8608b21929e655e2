# Alarms, by what a person would have to do something about. Each goes to a topic of its own region: Route 53 reports from us-east-1 only.

locals {
  alarm_regions = toset(concat([var.region], var.domain == null ? [] : ["us-east-1"]))

  # Missing data is what an idle queue or API has; where it means that nothing runs, it is as bad as a failure.
  alarms = merge(
    {
      objects-dead = {
        description = "Events that can't be indexed wait in ${aws_sqs_queue.objects_dead.name}: read its log, then redrive."
        namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum"
        dimensions  = { QueueName = aws_sqs_queue.objects_dead.name }
        above       = 0
      }
      objects-late = {
        description = "Events have waited for 15 minutes: the index function fails or does not keep up."
        namespace   = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", statistic = "Maximum"
        dimensions  = { QueueName = aws_sqs_queue.objects.name }
        above       = 900
      }
      api-5xx = {
        description = "The API failed more than 5 times in 5 minutes."
        namespace   = "AWS/ApiGateway", metric = "5XXError", statistic = "Sum"
        dimensions  = { ApiName = aws_api_gateway_rest_api.main.name, Stage = aws_api_gateway_stage.main.stage_name }
        above       = 5
      }
      database-storage = {
        description = "The database has less than 2 GiB left and can't grow any more."
        namespace   = "AWS/RDS", metric = "FreeStorageSpace", statistic = "Minimum"
        dimensions  = { DBInstanceIdentifier = aws_db_instance.main.identifier }
        below       = 2 * 1024 * 1024 * 1024
      }
      database-cpu = {
        description = "The database has been over 80 % for 15 minutes."
        namespace   = "AWS/RDS", metric = "CPUUtilization", statistic = "Average"
        dimensions  = { DBInstanceIdentifier = aws_db_instance.main.identifier }
        above       = 80, periods = 3
      }
      reconcile = {
        description = "The index was not compared with the bucket today."
        namespace   = "AWS/Lambda", metric = "Errors", statistic = "Sum"
        dimensions  = { FunctionName = module.reconcile.name }
        above       = 0, period = 86400, missing = "breaching"
      }
    },
    { for enabled in [var.canary.enabled] : "canary" => {
      description = "A file did not go up, come down the same and go away through every cloud today: its log says which and where."
      namespace   = "AWS/Lambda", metric = "Errors", statistic = "Sum"
      dimensions  = { FunctionName = local.canary_name }
      above       = 0, period = 86400, missing = "breaching"
    } if enabled },
    { for cloud, check in local.health_checks : "health-${cloud}" => {
      description = "https://${check.host}${check.path} does not answer with 200."
      namespace   = "AWS/Route53", metric = "HealthCheckStatus", statistic = "Minimum"
      dimensions  = { HealthCheckId = aws_route53_health_check.main[cloud].id }
      below       = 1, period = 60, missing = "breaching", region = "us-east-1"
    } },
    { for queue in aws_sqs_queue.webhook_dead : "webhook-dead" => {
      description = "Events that the webhook on Azure did not take wait in ${queue.name}."
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum"
      dimensions  = { QueueName = queue.name }
      above       = 0
    } },
    { for key in keys(local.vpn_connections) : "vpn-${key}" => {
      description = "A tunnel to Azure's gateway ${key} has been down for 15 minutes."
      namespace   = "AWS/VPN", metric = "TunnelState", statistic = "Minimum"
      dimensions  = { VpnId = aws_vpn_connection.azure[key].id }
      below       = 1, periods = 3, missing = "breaching"
    } },
  )
}

resource "aws_sns_topic" "alarms" {
  for_each = local.alarm_regions

  region = each.key
  name   = "${var.name}-alarms"
}

resource "aws_sns_topic_policy" "alarms" {
  for_each = aws_sns_topic.alarms

  region = each.key
  arn    = each.value.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["sns:Publish"]
        Resource  = each.value.arn
        Condition = {
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${each.key}:${local.account}:alarm:${var.name}-*" }
          StringEquals = { "aws:SourceAccount" = local.account }
        }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = {
    for pair in setproduct(local.alarm_regions, toset(var.alarm_emails)) :
    "${pair[0]} ${pair[1]}" => { region = pair[0], address = pair[1] }
  }

  region    = each.value.region
  topic_arn = aws_sns_topic.alarms[each.value.region].arn
  protocol  = "email"
  endpoint  = each.value.address
}

resource "aws_cloudwatch_metric_alarm" "main" {
  for_each = local.alarms

  region              = try(each.value.region, var.region)
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = try(each.value.period, 300)
  evaluation_periods  = try(each.value.periods, 1)
  comparison_operator = can(each.value.above) ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = try(each.value.above, each.value.below)
  treat_missing_data  = try(each.value.missing, "notBreaching")
  alarm_actions       = [aws_sns_topic.alarms[try(each.value.region, var.region)].arn]
  ok_actions          = [aws_sns_topic.alarms[try(each.value.region, var.region)].arn]
}
