# Only the secrets' names are made here. Their values are put in by whoever deploys (docs/deploying-aws.md), so that no state has them.
# The database's secret is RDS's own: database.tf.

resource "aws_secretsmanager_secret" "client" {
  name                    = "${var.name}/client"
  description             = "Who may use the service"
  recovery_window_in_days = 7

  dynamic "replica" {
    for_each = var.replica == null ? [] : [var.replica.region]

    content {
      region = replica.value
    }
  }
}
