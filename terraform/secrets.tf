# No state has a secret's value: whoever deploys puts in who the clients are (docs/deploying-aws.md), and the service's password of the
# database goes through a write-only argument. The secret of the database's owner is RDS's own: database.tf.

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

resource "aws_secretsmanager_secret" "postgres_service" {
  name                    = "${var.name}/postgres-service"
  description             = "What the functions sign in to the database with"
  recovery_window_in_days = 7
}

# uuid has 122 bits of the system's randomness, and is made anew whenever it is asked for: a plan has it as unknown, and a write-only
# argument is kept in neither plan nor state. An ephemeral resource would say the same, but tests can't mock one (hashicorp/terraform
# issue 38608). A higher version writes a new value; postgres-init then gives it to the role.
resource "aws_secretsmanager_secret_version" "postgres_service" {
  secret_id                = aws_secretsmanager_secret.postgres_service.id
  secret_string_wo         = jsonencode({ username = "nvdemo_service", password = uuid() })
  secret_string_wo_version = var.database.password_version
}

locals {
  # Of the database's owner, with which postgres-init alone signs in, to change the schema.
  migration_secret = aws_db_instance.main.master_user_secret[0].secret_arn

  read_database_secret = {
    sid       = "DatabaseSecret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.postgres_service.arn]
  }

  read_migration_secret = {
    sid       = "MigrationSecret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [local.migration_secret]
  }
}
