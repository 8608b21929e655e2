# Told by the topic that the alarms go to: monitoring.tf. Budgets are looked at a few times a day, and cost nothing.

resource "aws_budgets_budget" "main" {
  count = var.monthly_budget == null ? 0 : 1

  name         = var.name
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type         = notification.key
      comparison_operator       = "GREATER_THAN"
      threshold                 = notification.value
      threshold_type            = "PERCENTAGE"
      subscriber_sns_topic_arns = [aws_sns_topic.alarms[var.region].arn]
    }
  }

  # A budget that can't publish is refused.
  depends_on = [aws_sns_topic_policy.alarms]
}
