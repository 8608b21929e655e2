mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "aws_alone" {
  assert {
    condition = (
      keys(aws_cloudwatch_metric_alarm.main) ==
      ["api-5xx", "canary", "database-cpu", "database-storage", "objects-dead", "objects-late", "reconcile"]
    )
    error_message = "The alarms."
  }
  assert {
    condition = (
      alltrue([
        for alarm in aws_cloudwatch_metric_alarm.main :
        toset(alarm.alarm_actions) == toset(["arn:aws:sns:eu-west-1:123456789012:test-alarms"])
      ]) &&
      keys(aws_sns_topic.alarms) == ["eu-west-1"]
    )
    error_message = "An alarm goes nowhere."
  }
  assert {
    condition = {
      for name, alarm in aws_cloudwatch_metric_alarm.main :
      name => "${alarm.namespace} ${alarm.metric_name} ${alarm.statistic} ${alarm.comparison_operator} ${alarm.threshold}"
      } == {
      objects-dead     = "AWS/SQS ApproximateNumberOfMessagesVisible Maximum GreaterThanThreshold 0"
      objects-late     = "AWS/SQS ApproximateAgeOfOldestMessage Maximum GreaterThanThreshold 900"
      api-5xx          = "AWS/ApiGateway 5XXError Sum GreaterThanThreshold 5"
      database-storage = "AWS/RDS FreeStorageSpace Minimum LessThanThreshold 2147483648"
      database-cpu     = "AWS/RDS CPUUtilization Average GreaterThanThreshold 80"
      reconcile        = "AWS/Lambda Errors Sum GreaterThanThreshold 0"
      canary           = "AWS/Lambda Errors Sum GreaterThanThreshold 0"
    }
    error_message = "What the alarms watch."
  }
  assert {
    condition = alltrue([
      for name in ["reconcile", "canary"] :
      aws_cloudwatch_metric_alarm.main[name].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.main[name].period == 86400
    ])
    error_message = "What does not run at all is no success."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.main["objects-dead"].dimensions == tomap({ QueueName = "test-objects-dead" }) &&
      aws_cloudwatch_metric_alarm.main["reconcile"].dimensions == tomap({ FunctionName = "test-reconcile" })
    )
    error_message = "Whom the alarms watch."
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
      for name in ["health-aws", "health-azure", "webhook-dead", "vpn-0", "vpn-1"] :
      contains(keys(aws_cloudwatch_metric_alarm.main), name)
    ])
    error_message = "Health of each cloud, the webhook's dead letters, the tunnels."
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
      { SECRET = "test/canary", URLS = "https://aws.files.example.com https://nv-demo.azurefd.net" }
    )
    error_message = "The canary goes to each cloud."
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
  variables { canary = { enabled = false } }

  assert {
    condition = (
      length(aws_cloudformation_stack.canary) + length(aws_iam_role.canary) + length(aws_secretsmanager_secret.canary) == 0 &&
      keys(aws_scheduler_schedule.main) == ["reconcile"] &&
      !contains(keys(aws_cloudwatch_metric_alarm.main), "canary")
    )
    error_message = "canary.enabled is without effect."
  }
}
