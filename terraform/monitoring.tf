# Alarms, by what a person would have to do something about. Each goes to a topic of its own region: Route 53 reports from us-east-1 only.
# The metrics of the namespace NvDemo are the service's own: docs/metrics.md.

locals {
  alarm_regions = toset(concat([var.region], var.domain == null ? [] : ["us-east-1"]))

  # Invocations that ended with an exception or out of time. One is no alarm where something tries again: clients, the queue, the next run.
  error_limits = {
    api           = { above = 2, period = 60 }
    authorizer    = { above = 2, period = 60 }
    health        = { above = 2, period = 60 }
    index         = { above = 2, period = 60 }
    reconcile     = { above = 1, period = 3600 }
    postgres-init = { above = 0, period = 300 }
  }

  # Milliseconds that one in a hundred may take longer than: of api within the gateway's 29 s, with room for S3 and a cold start; of the
  # authorizer with a slow hash; of health with a dependency that does not answer for its second.
  duration_limits = { api = 5000, authorizer = 3000, health = 2000 }

  # Of a function's alias, which is what callers invoke: with two versions behind it, the sum of both.
  alias_dimensions = { for name, function in local.functions : name => {
    FunctionName = function.name
    Resource     = "${function.name}:${function.alias}"
  } }

  # Missing data is what an idle queue or function has. Where it means that nothing runs, runs = true: the alarm has no state until the
  # first run, and says so when the runs stop (INSUFFICIENT_DATA), so it is silent on the first day and never after.
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
      events-failed = {
        description = "SNS could not deliver events; of the webhook this counts every attempt. What it gives up is in webhook-dead."
        namespace   = "AWS/SNS", metric = "NumberOfNotificationsFailed", statistic = "Sum"
        dimensions  = { TopicName = aws_sns_topic.objects.name }
        above       = 0
      }
      events-lost = {
        description = "SNS could not put events into a dead-letter queue either: run reconcile."
        namespace   = "AWS/SNS", metric = "NumberOfNotificationsFailedToRedriveToDlq", statistic = "Sum"
        dimensions  = { TopicName = aws_sns_topic.objects.name }
        above       = 0
      }
      # The average is the share of requests. Route 53's own, a dozen a minute, keep a single failure of an idle service below the limit.
      api-5xx = {
        description = "More than 5 % of the requests in 5 minutes were answered with 5xx, by the service or by the gateway."
        namespace   = "AWS/ApiGateway", metric = "5XXError", statistic = "Average"
        dimensions  = { ApiName = aws_api_gateway_rest_api.main.name, Stage = aws_api_gateway_stage.main.stage_name }
        above       = 0.05
      }
      api-server-errors = {
        description = "More than 5 % of api's replies were 5xx for two minutes. It ends a deployment."
        namespace   = "NvDemo", metric = "ServerErrors", statistic = "Average"
        dimensions  = { Function = "api" }
        above       = 0.05, period = 60, periods = 2
      }
      # Each refusal holds for a minute at the gateway, so these are not a client's retries alone.
      credentials-refused = {
        description = "Over 100 credentials were refused in 5 minutes: somebody guesses passwords, or a client has a former one."
        namespace   = "NvDemo", metric = "AuthenticationFailures", statistic = "Sum"
        dimensions  = { Function = "authorizer" }
        above       = 100
      }
      # A pause is a second; one by itself is a failover of the cache.
      cache-pauses = {
        description = "The cache was left alone for a second over 30 times in 5 minutes, twice in a row: lists come from the database."
        namespace   = "NvDemo", metric = "CachePauses", statistic = "Sum"
        dimensions  = { Function = "api" }
        above       = 30, periods = 2
      }
      # Never as many as the database takes: there could not be more.
      database-connections = {
        description = "More connections than both clouds' functions may open, or nearly all: others use the database, or the limits don't hold."
        namespace   = "AWS/RDS", metric = "DatabaseConnections", statistic = "Maximum"
        dimensions  = { DBInstanceIdentifier = aws_db_instance.main.identifier }
        above       = min(local.most_connections + local.reserved_connections, var.database.max_connections - local.reserved_connections)
      }
      # RDS lets the storage grow from a tenth on. Of what it has grown to, as of the last apply.
      database-storage = {
        description = "The database has less than a twentieth of its storage left and has not grown: max_storage_gb, or RDS waits for six hours."
        namespace   = "AWS/RDS", metric = "FreeStorageSpace", statistic = "Minimum"
        dimensions  = { DBInstanceIdentifier = aws_db_instance.main.identifier }
        below       = floor(aws_db_instance.main.allocated_storage * 1024 * 1024 * 1024 / 20)
      }
      database-cpu = {
        description = "The database has been over 80 % for 15 minutes."
        namespace   = "AWS/RDS", metric = "CPUUtilization", statistic = "Average"
        dimensions  = { DBInstanceIdentifier = aws_db_instance.main.identifier }
        above       = 80, periods = 3
      }
      # A walk is reconcile_hours old when the next one starts, which has half a day to end.
      reconcile-lag = {
        description = "The index was not compared with the whole bucket for ${var.reconcile_hours + 12} hours, or reconcile does not run."
        namespace   = "NvDemo", metric = "ReconcileLag", statistic = "Maximum"
        dimensions  = { Function = "reconcile" }
        above       = (var.reconcile_hours + 12) * 3600, period = can(regex(local.hourly, var.reconcile_schedule)) ? 3600 : 86400, runs = true
      }
    },
    { for name, function in local.functions : "${name}-errors" => {
      description = "${function.name} failed, or did not end in time: see its log."
      namespace   = "AWS/Lambda", metric = "Errors", statistic = "Sum"
      dimensions  = local.alias_dimensions[name]
      above       = local.error_limits[name].above, period = local.error_limits[name].period
    } },
    # Of all that is invoked, by whatever name: what is refused has no version.
    { for name, function in local.functions : "${name}-throttles" => {
      description = "Lambda refused to run ${function.name}: it has as many instances as it may have, or the account has."
      namespace   = "AWS/Lambda", metric = "Throttles", statistic = "Sum"
      dimensions  = { FunctionName = function.name }
      above       = 0
    } },
    # Three minutes of five: one slow minute, such as a cold start of an idle service, is nothing to roll back for.
    { for name, limit in local.duration_limits : "${name}-duration" => {
      description = "One in a hundred of ${local.functions[name].name}'s answers takes over ${limit / 1000} s."
      namespace   = "AWS/Lambda", metric = "Duration", statistic = "p99"
      dimensions  = local.alias_dimensions[name]
      above       = limit, period = 60, periods = 5, of_periods = 3
    } },
    { for enabled in [var.canary.enabled] : "canary" => {
      description = "A file did not go up, come down the same and go away through every cloud today: its log says which and where."
      namespace   = "AWS/Lambda", metric = "Errors", statistic = "Sum"
      dimensions  = { FunctionName = local.canary_name }
      above       = 0, period = 86400, runs = true
    } if enabled },
    { for cloud in keys(local.canary_endpoints) : "certificate-${cloud}" => {
      description = "The certificate that ${cloud} serves under ${local.public_url} ends within 30 days, or is not valid: docs/metrics.md."
      namespace   = "NvDemo", metric = "CertificateDaysLeft", statistic = "Minimum"
      dimensions  = { Cloud = cloud }
      below       = 30, period = 86400, runs = true
    } if var.canary.enabled },
    { for cloud, check in local.health_checks : "health-${cloud}" => {
      description = "https://${check.host}${check.path} does not answer with 200."
      namespace   = "AWS/Route53", metric = "HealthCheckStatus", statistic = "Minimum"
      dimensions  = { HealthCheckId = aws_route53_health_check.main[cloud].id }
      below       = 1, period = 60, runs = true, region = "us-east-1"
    } },
    { for check in aws_route53_health_check.failover : "failover" => {
      description = "DNS leads clients to Azure: Route 53 takes AWS for lost. Which of its checks says so: health-aws, ${join(", ", keys(local.api_checks))}."
      namespace   = "AWS/Route53", metric = "HealthCheckStatus", statistic = "Minimum"
      dimensions  = { HealthCheckId = check.id }
      below       = 1, period = 60, runs = true, region = "us-east-1"
    } },
    { for queue in aws_sqs_queue.webhook_dead : "webhook-dead" => {
      description = "Events that the webhook on Azure did not take wait in ${queue.name}; at once if the app is stopped, since that is a 4xx."
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum"
      dimensions  = { QueueName = queue.name }
      above       = 0
    } },
    { for key in keys(local.vpn_connections) : "vpn-${key}" => {
      description = "A tunnel to Azure's gateway ${key} has been down for 15 minutes."
      namespace   = "AWS/VPN", metric = "TunnelState", statistic = "Minimum"
      dimensions  = { VpnId = aws_vpn_connection.azure[key].id }
      below       = 1, periods = 3, runs = true
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
    Statement = concat([
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
      ], [
      for statement in [
        {
          Sid       = "Budget"
          Effect    = "Allow"
          Principal = { Service = "budgets.amazonaws.com" }
          Action    = ["sns:Publish"]
          Resource  = each.value.arn
          Condition = {
            ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:budgets::${local.account}:budget/${var.name}" }
            StringEquals = { "aws:SourceAccount" = local.account }
          }
        },
      ] : statement if each.key == var.region && var.monthly_budget != null
    ])
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

  region                    = try(each.value.region, var.region)
  alarm_name                = "${var.name}-${each.key}"
  alarm_description         = each.value.description
  namespace                 = each.value.namespace
  metric_name               = each.value.metric
  dimensions                = each.value.dimensions
  statistic                 = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic        = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period                    = try(each.value.period, 300)
  evaluation_periods        = try(each.value.periods, 1)
  datapoints_to_alarm       = try(each.value.of_periods, null)
  comparison_operator       = can(each.value.above) ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold                 = try(each.value.above, each.value.below)
  treat_missing_data        = try(each.value.runs, false) ? "missing" : "notBreaching"
  alarm_actions             = [aws_sns_topic.alarms[try(each.value.region, var.region)].arn]
  ok_actions                = [aws_sns_topic.alarms[try(each.value.region, var.region)].arn]
  insufficient_data_actions = try(each.value.runs, false) ? [aws_sns_topic.alarms[try(each.value.region, var.region)].arn] : []
}
