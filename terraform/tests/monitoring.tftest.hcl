mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "aws_alone" {
  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.main)) == toset(concat(
      [
        "api-5xx", "api-server-errors", "cache-pauses", "canary", "credentials-refused", "database-connections", "database-cpu", "database-storage", "events-failed", "events-lost",
        "objects-dead", "objects-late", "reconcile-lag",
      ],
      [for pair in setproduct(keys(local.functions), ["errors", "throttles"]) : join("-", pair)],
      [for name in keys(local.gradual) : "${name}-duration"],
    ))
    error_message = "The alarms: ${join(" ", keys(aws_cloudwatch_metric_alarm.main))}"
  }
  assert {
    condition = (
      alltrue([
        for alarm in concat(values(aws_cloudwatch_metric_alarm.main), values(aws_cloudwatch_metric_alarm.api)) :
        toset(alarm.alarm_actions) == toset(["arn:aws:sns:eu-west-1:123456789012:test-alarms"])
      ]) &&
      keys(aws_sns_topic.alarms) == ["eu-west-1"]
    )
    error_message = "An alarm goes nowhere."
  }
  assert {
    condition = {
      for name, alarm in aws_cloudwatch_metric_alarm.main : name => join(" ", [
        alarm.namespace, alarm.metric_name, coalesce(alarm.statistic, alarm.extended_statistic),
        startswith(alarm.comparison_operator, "Greater") ? ">" : "<", alarm.threshold, alarm.evaluation_periods, "x", alarm.period,
      ])
      if !can(regex("-(errors|throttles)$", name))
      } == merge({
        objects-dead         = "AWS/SQS ApproximateNumberOfMessagesVisible Maximum > 0 1 x 300"
        objects-late         = "AWS/SQS ApproximateAgeOfOldestMessage Maximum > 900 1 x 300"
        events-failed        = "AWS/SNS NumberOfNotificationsFailed Sum > 0 1 x 300"
        events-lost          = "AWS/SNS NumberOfNotificationsFailedToRedriveToDlq Sum > 0 1 x 300"
        api-5xx              = "AWS/ApiGateway 5XXError Average > 0.05 1 x 300"
        credentials-refused  = "NvDemo AuthenticationFailures Sum > 100 1 x 300"
        cache-pauses         = "NvDemo CachePauses Sum > 30 2 x 300"
        database-connections = "AWS/RDS DatabaseConnections Maximum > ${local.most_connections + 10} 1 x 300"
        database-storage     = "AWS/RDS FreeStorageSpace Minimum < 1073741824 1 x 300"
        database-cpu         = "AWS/RDS CPUUtilization Average > 80 3 x 300"
        reconcile-lag        = "NvDemo ReconcileLag Maximum > 129600 1 x 3600"
        canary               = "AWS/Lambda Errors Sum > 0 1 x 86400"
      },
      { for name in keys(local.gradual) : "${name}-duration" => "AWS/Lambda Duration p99 > ${local.duration_limits[name]} 5 x 60" },
    )
    error_message = "What the alarms watch."
  }
  assert {
    condition = alltrue([
      for name in keys(local.functions) :
      (
        aws_cloudwatch_metric_alarm.main["${name}-errors"].metric_name == "Errors" &&
        (
          aws_cloudwatch_metric_alarm.main["${name}-errors"].dimensions ==
          tomap({ FunctionName = "test-${name}", Resource = "test-${name}:live" })
        ) &&
        aws_cloudwatch_metric_alarm.main["${name}-throttles"].metric_name == "Throttles" &&
        aws_cloudwatch_metric_alarm.main["${name}-throttles"].dimensions == tomap({ FunctionName = "test-${name}" }) &&
        aws_cloudwatch_metric_alarm.main["${name}-throttles"].threshold == 0
      )
    ])
    error_message = "Errors of what callers invoke, and refusals of the whole function, are two alarms."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["objects-dead"].dimensions == tomap({ QueueName = "test-objects-dead" }) &&
      aws_cloudwatch_metric_alarm.main["reconcile-lag"].dimensions == tomap({ Function = "reconcile" }) &&
      aws_cloudwatch_metric_alarm.main["api-server-errors"].dimensions == tomap({ Function = "api" }) &&
      aws_cloudwatch_metric_alarm.main["cache-pauses"].dimensions == tomap({ Function = "api" }) &&
      aws_cloudwatch_metric_alarm.main["credentials-refused"].dimensions == tomap({ Function = "authorizer" }) &&
      aws_cloudwatch_metric_alarm.main["events-failed"].dimensions == tomap({ TopicName = "test-object-events" })
    )
    error_message = "Whom the alarms watch."
  }
}

run "no_connection_is_left" {
  variables { database = { max_connections = 66, storage_gb = 50 } }

  assert {
    condition     = local.most_connections == 56 && aws_cloudwatch_metric_alarm.main["database-connections"].threshold == 56
    error_message = "An alarm on more connections than the database takes."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.main["database-storage"].threshold == 2684354560
    error_message = "A twentieth of the storage: RDS begins to let it grow at a tenth."
  }
}

# An alarm is made without a state. Where no data are as bad as a failure, its going back to that state is told: silent on the first day,
# before anything has run, and never after.
run "silence_is_told_but_not_on_the_first_day" {
  assert {
    condition = {
      for name, alarm in aws_cloudwatch_metric_alarm.main : name => [alarm.treat_missing_data, tolist(alarm.insufficient_data_actions)]
      if alarm.treat_missing_data != "notBreaching"
      } == {
      for name in ["canary", "reconcile-lag"] : name => ["missing", tolist(["arn:aws:sns:eu-west-1:123456789012:test-alarms"])]
    }
    error_message = "The canary and reconcile must run; they alone."
  }
}

run "a_budget" {
  assert {
    condition = (
      aws_budgets_budget.main[0].budget_type == "COST" && aws_budgets_budget.main[0].time_unit == "MONTHLY" &&
      aws_budgets_budget.main[0].limit_amount == "200" && aws_budgets_budget.main[0].limit_unit == "USD" &&
      toset([
        for notification in aws_budgets_budget.main[0].notification :
        "${notification.notification_type} ${notification.threshold} ${one(notification.subscriber_sns_topic_arns)}"
        ]) == toset([
        "ACTUAL 80 arn:aws:sns:eu-west-1:123456789012:test-alarms",
        "FORECASTED 100 arn:aws:sns:eu-west-1:123456789012:test-alarms",
      ])
    )
    error_message = "The operators hear of the costs."
  }
}

run "no_budget" {
  variables { monthly_budget = null }

  assert {
    condition     = length(aws_budgets_budget.main) == 0 && length(jsondecode(aws_sns_topic_policy.alarms["eu-west-1"].policy).Statement) == 1
    error_message = "monthly_budget = null is without effect."
  }
}

run "the_topic_takes_our_alarms_only" {
  assert {
    condition = jsondecode(aws_sns_topic_policy.alarms["eu-west-1"].policy).Statement == [{
      Sid       = "Alarms"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = ["sns:Publish"]
      Resource  = "arn:aws:sns:eu-west-1:123456789012:test-alarms"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:test-*" }
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }
      }, {
      Sid       = "Budget"
      Effect    = "Allow"
      Principal = { Service = "budgets.amazonaws.com" }
      Action    = ["sns:Publish"]
      Resource  = "arn:aws:sns:eu-west-1:123456789012:test-alarms"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:aws:budgets::123456789012:budget/test" }
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }
    }]
    error_message = "Others may publish."
  }
}

run "both_clouds" {
  variables {
    domain       = { host = "files.example.com", zone_id = "Z0000000000000" }
    alarm_emails = ["operator@example.com"]
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"
      vpn = {
        peer_ips      = ["192.0.2.1", "192.0.2.2"]
        address_space = ["10.30.0.0/16"]
      }
    }
  }

  assert {
    condition = alltrue([
      for name in ["health-aws", "health-azure", "failover", "certificate-aws", "certificate-azure", "webhook-dead", "vpn-0", "vpn-1"] :
      contains(keys(aws_cloudwatch_metric_alarm.main), name)
    ])
    error_message = "Health and certificate of each cloud, failover, the webhook's dead letters, the tunnels."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["failover"].region == "us-east-1" &&
      aws_cloudwatch_metric_alarm.main["failover"].dimensions == tomap({ HealthCheckId = aws_route53_health_check.failover[0].id }) &&
      "${aws_cloudwatch_metric_alarm.main["failover"].comparison_operator} ${aws_cloudwatch_metric_alarm.main["failover"].threshold}" ==
      "LessThanThreshold 1"
    )
    error_message = "A failover is told."
  }
  assert {
    condition = alltrue([
      for cloud in ["aws", "azure"] :
      (
        "${aws_cloudwatch_metric_alarm.main["certificate-${cloud}"].namespace} ${aws_cloudwatch_metric_alarm.main["certificate-${cloud}"].metric_name}" ==
        "NvDemo CertificateDaysLeft" &&
        aws_cloudwatch_metric_alarm.main["certificate-${cloud}"].dimensions == tomap({ Cloud = cloud }) &&
        aws_cloudwatch_metric_alarm.main["certificate-${cloud}"].comparison_operator == "LessThanThreshold" &&
        aws_cloudwatch_metric_alarm.main["certificate-${cloud}"].threshold == 30 &&
        aws_cloudwatch_metric_alarm.main["certificate-${cloud}"].treat_missing_data == "missing"
      )
    ])
    error_message = "A certificate's end is told 30 days before, on each cloud."
  }
  assert {
    condition = alltrue([
      for cloud in ["aws", "azure"] :
      aws_cloudwatch_metric_alarm.main["health-${cloud}"].region == "us-east-1" &&
      one(aws_cloudwatch_metric_alarm.main["health-${cloud}"].alarm_actions) == "arn:aws:sns:us-east-1:123456789012:test-alarms" &&
      aws_cloudwatch_metric_alarm.main["health-${cloud}"].dimensions == tomap({ HealthCheckId = aws_route53_health_check.main[cloud].id })
    ])
    error_message = "Route 53 reports from us-east-1, and an alarm's topic is in its own region."
  }
  assert {
    condition = (
      toset([
        for subscription in aws_sns_topic_subscription.alarms :
        "${subscription.region} ${subscription.protocol} ${subscription.endpoint}"
      ]) ==
      toset(["eu-west-1 email operator@example.com", "us-east-1 email operator@example.com"])
    )
    error_message = "Alarms of both regions reach the operator."
  }
  assert {
    condition = (
      jsondecode(aws_cloudformation_stack.canary[0].template_body).Resources.Function.Properties.Environment.Variables ==
      {
        SECRET    = "test/canary"
        URLS      = "https://aws.files.example.com https://nv-demo.azurefd.net"
        HOST      = "files.example.com"
        ENDPOINTS = jsonencode({ aws = "d-public.execute-api.eu-west-1.amazonaws.com", azure = "nv-demo.azurefd.net" })
      }
    )
    error_message = "The canary goes to each cloud, by its own name and by the public one."
  }
  # docs/metrics.md has the table of the service's metrics and the list of the panels.
  assert {
    condition = (
      toset([
        for metric in flatten([for widget in jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets : [
          for metric in widget.properties.metrics : metric[1] if metric[0] == "NvDemo"
        ]]) : metric
      ]) == toset(flatten(regexall("(?m)^\\| `([A-Za-z]+)`", file("${path.module}/../docs/metrics.md"))))
    )
    error_message = "The metrics of docs/metrics.md are on the dashboard, and no others."
  }
  assert {
    condition = alltrue([
      for alarm in concat(values(aws_cloudwatch_metric_alarm.main), values(aws_cloudwatch_metric_alarm.api)) :
      alarm.namespace != "NvDemo" || strcontains(file("${path.module}/../docs/metrics.md"), "| `${alarm.metric_name}`")
    ])
    error_message = "An alarm watches a metric that nobody makes."
  }
  assert {
    condition = (
      [for widget in jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets : widget.properties.title] ==
      flatten(regexall("(?m)^- \\*\\*(.+)\\*\\*", file("${path.module}/../docs/metrics.md")))
    )
    error_message = "The dashboard's panels are those of docs/metrics.md."
  }
}

run "the_canary" {
  assert {
    condition = (
      aws_scheduler_schedule.main["canary"].schedule_expression == "cron(0 6 * * ? *)" &&
      aws_scheduler_schedule.main["canary"].target[0].arn == aws_cloudformation_stack.canary[0].outputs["Arn"]
    )
    error_message = "The canary runs daily."
  }
  assert {
    condition = (
      (
        jsondecode(aws_cloudformation_stack.canary[0].template_body).Resources.Function.Properties.Code.ZipFile ==
        file("${path.module}/canary/canary.py")
      ) &&
      jsondecode(aws_cloudformation_stack.canary[0].template_body).Resources.Function.Properties.Handler == "index.handler"
    )
    error_message = "The canary's code."
  }
  assert {
    condition     = jsondecode(aws_cloudformation_stack.canary[0].template_body).Resources.Retries.Properties.MaximumRetryAttempts == 0
    error_message = "One failure is a failure."
  }
}

run "no_canary" {
  variables {
    canary = { enabled = false }
    domain = { host = "files.example.com", zone_id = "Z0000000000000" }
  }

  assert {
    condition = (
      length(aws_cloudformation_stack.canary) + length(aws_iam_role.canary) + length(aws_secretsmanager_secret.canary) == 0 &&
      keys(aws_scheduler_schedule.main) == ["reconcile"] &&
      length([for name in keys(aws_cloudwatch_metric_alarm.main) : name if can(regex("canary|certificate", name))]) == 0
    )
    error_message = "canary.enabled is without effect."
  }
}
