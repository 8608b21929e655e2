# One look at the service: the panels of docs/metrics.md, which the workbook on Azure has too.

locals {
  # A metric of a panel: namespace, name, dimensions and how it is drawn.
  dashboard = [
    {
      title = "Requests"
      metrics = [
        ["AWS/ApiGateway", "Count", "ApiName", local.dashboard_api, "Stage", local.stage, { stat = "Sum", label = "requests" }],
        ["AWS/ApiGateway", "4XXError", "ApiName", local.dashboard_api, "Stage", local.stage, { stat = "Sum", label = "4xx" }],
        ["AWS/ApiGateway", "5XXError", "ApiName", local.dashboard_api, "Stage", local.stage, { stat = "Sum", label = "5xx" }],
      ]
    },
    {
      title = "Latency, ms"
      metrics = [
        ["AWS/ApiGateway", "Latency", "ApiName", local.dashboard_api, "Stage", local.stage, { stat = "p50", label = "p50" }],
        ["AWS/ApiGateway", "Latency", "ApiName", local.dashboard_api, "Stage", local.stage, { stat = "p99", label = "p99" }],
      ]
    },
    {
      title   = "Server errors, share of api's replies"
      metrics = [["NvDemo", "ServerErrors", "Function", "api", { stat = "Average", label = "ServerErrors" }]]
    },
    {
      title   = "Functions: errors"
      metrics = [for function in local.functions : ["AWS/Lambda", "Errors", "FunctionName", function.name, { stat = "Sum" }]]
    },
    {
      title   = "Functions: throttles"
      metrics = [for function in local.functions : ["AWS/Lambda", "Throttles", "FunctionName", function.name, { stat = "Sum" }]]
    },
    {
      title = "Functions: instances"
      metrics = [
        for function in local.functions : ["AWS/Lambda", "ConcurrentExecutions", "FunctionName", function.name, { stat = "Maximum" }]
      ]
    },
    {
      title = "Events: lag, s"
      metrics = [
        ["NvDemo", "IndexLag", "Function", "index", { stat = "Maximum", label = "IndexLag" }],
        [
          "AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", aws_sqs_queue.objects.name,
          { stat = "Maximum", label = "oldest in the queue" },
        ],
      ]
    },
    {
      title = "Events: waiting and given up"
      metrics = [
        for queue in concat([aws_sqs_queue.objects, aws_sqs_queue.objects_dead], aws_sqs_queue.webhook_dead) :
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.name, { stat = "Maximum" }]
      ]
    },
    {
      title = "Events: deliveries that failed"
      metrics = [
        ["AWS/SNS", "NumberOfNotificationsFailed", "TopicName", aws_sns_topic.objects.name, { stat = "Sum", label = "attempts" }],
        [
          "AWS/SNS", "NumberOfNotificationsRedrivenToDlq", "TopicName", aws_sns_topic.objects.name,
          { stat = "Sum", label = "to dead letters" },
        ],
      ]
    },
    {
      title   = "Reconcile: lag, s"
      metrics = [["NvDemo", "ReconcileLag", "Function", "reconcile", { stat = "Maximum", label = "ReconcileLag" }]]
    },
    {
      title = "Keys that the index can't hold"
      metrics = [
        for function in ["index", "reconcile"] : ["NvDemo", "SkippedKeys", "Function", function, { stat = "Sum", label = function }]
      ]
    },
    {
      title = "Database"
      metrics = [
        ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", aws_db_instance.main.identifier, { stat = "Maximum" }],
        ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", aws_db_instance.main.identifier, { stat = "Average" }],
        ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", aws_db_instance.main.identifier, { stat = "Minimum", yAxis = "right" }],
      ]
    },
    {
      title = "Cache"
      metrics = [
        for metric in ["CacheHits", "CacheMisses", "Evictions"] :
        ["AWS/ElastiCache", metric, "CacheClusterId", "${aws_elasticache_replication_group.main.replication_group_id}-001", { stat = "Sum" }]
      ]
    },
    {
      title = "Lists from the cache"
      metrics = [
        for metric in ["CacheHits", "CacheMisses", "CacheBypasses", "CachePauses"] :
        ["NvDemo", metric, "Function", "api", { stat = "Sum", label = metric }]
      ]
    },
    {
      title   = "Bytes in and out"
      metrics = [for metric in ["RequestBytes", "ResponseBytes"] : ["NvDemo", metric, "Function", "api", { stat = "Sum", label = metric }]]
    },
    {
      title   = "Credentials refused"
      metrics = [["NvDemo", "AuthenticationFailures", "Function", "authorizer", { stat = "Sum", label = "AuthenticationFailures" }]]
    },
    {
      title = "Certificates, days left"
      metrics = [
        for cloud in keys(local.canary_endpoints) : ["NvDemo", "CertificateDaysLeft", "Cloud", cloud, { stat = "Minimum", label = cloud }]
      ]
    },
    {
      title  = "Health as DNS sees it"
      region = "us-east-1"
      metrics = concat(
        [
          for cloud, check in aws_route53_health_check.main :
          ["AWS/Route53", "HealthCheckStatus", "HealthCheckId", check.id, { stat = "Minimum", label = cloud }]
        ],
        [
          for check in aws_route53_health_check.failover :
          ["AWS/Route53", "HealthCheckStatus", "HealthCheckId", check.id, { stat = "Minimum", label = "AWS on duty" }]
        ],
      )
    },
  ]
  dashboard_api    = aws_api_gateway_rest_api.main.name
  dashboard_panels = [for panel in local.dashboard : panel if length(panel.metrics) > 0]
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for i, panel in local.dashboard_panels : {
        type   = "metric"
        x      = i % 3 * 8
        y      = floor(i / 3) * 6
        width  = 8
        height = 6
        properties = {
          title   = panel.title
          region  = try(panel.region, var.region)
          view    = "timeSeries"
          period  = 300
          metrics = panel.metrics
        }
      }
    ]
  })
}
