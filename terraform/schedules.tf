# What runs by the clock. Scheduler invokes with a role of its own, which may do nothing else.

locals {
  # Expressions that are known to come at least once an hour, and once a day: the alarms on what must run look no further back.
  hourly = "^(rate\\((([1-9]|[1-5][0-9]|60) minutes?|1 hour)\\)|cron\\([0-9*/,-]+ \\* [*?] \\* [*?] \\*\\))$"
  daily  = "^(rate\\(([1-9][0-9]{0,2} minutes?|([1-9]|1[0-9]|2[0-4]) hours?|1 day)\\)|cron\\([0-9*/,-]+ [0-9*/,-]+ [*?] \\* [*?] \\*\\))$"

  schedules = merge(
    { reconcile = { expression = var.reconcile_schedule, function_arn = module.reconcile.alias_arn } },
    { for enabled in [var.canary.enabled] : "canary" => { expression = var.canary.schedule, function_arn = local.canary_arn } if enabled },
  )
}

resource "aws_iam_role" "schedules" {
  name = "${var.name}-schedules"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "scheduler.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          ArnEquals    = { "aws:SourceArn" = aws_scheduler_schedule_group.main.arn }
          StringEquals = { "aws:SourceAccount" = local.account }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "schedules" {
  name = "invoke"
  role = aws_iam_role.schedules.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Functions"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [for schedule in local.schedules : schedule.function_arn]
      },
    ]
  })
}

resource "aws_scheduler_schedule_group" "main" {
  name = var.name
}

resource "aws_scheduler_schedule" "main" {
  for_each = local.schedules

  name                         = "${var.name}-${each.key}"
  group_name                   = aws_scheduler_schedule_group.main.name
  schedule_expression          = each.value.expression
  schedule_expression_timezone = "UTC"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = each.value.function_arn
    role_arn = aws_iam_role.schedules.arn
    input    = jsonencode({})
  }

  depends_on = [aws_iam_role_policy.schedules]
}

# The next run is a better second try than Lambda's own two; what waits for longer than that is superseded.
resource "aws_lambda_function_event_invoke_config" "reconcile" {
  function_name                = module.reconcile.name
  qualifier                    = module.reconcile.alias
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 900
}
