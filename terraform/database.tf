# The index. Everything in it can be rebuilt from the bucket (reconcile), so the smallest instance in one zone is a fair default.

resource "aws_db_subnet_group" "main" {
  name        = var.name
  description = "Database subnets"
  subnet_ids  = [for subnet in aws_subnet.database : subnet.id]
}

resource "aws_db_parameter_group" "main" {
  name_prefix = "${var.name}-"
  description = "TLS only, a known number of connections"
  family      = "postgres${var.database.version}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  # RDS's default is the same formula over the memory that it leaves to Postgres, which it does not tell: of a db.t4g.micro somewhat less
  # than 112. Said outright, connections.tf can hold the sum against it.
  parameter {
    name         = "max_connections"
    value        = tostring(var.database.max_connections)
    apply_method = "pending-reboot"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "database" {
  name              = "/aws/rds/instance/${var.name}/postgresql"
  retention_in_days = var.log_days
}

resource "aws_db_instance" "main" {
  identifier                  = var.name
  engine                      = "postgres"
  engine_version              = var.database.version
  auto_minor_version_upgrade  = true
  allow_major_version_upgrade = false
  instance_class              = var.database.instance_class
  multi_az                    = var.database.multi_az
  storage_type                = "gp3"
  allocated_storage           = var.database.storage_gb
  max_allocated_storage       = var.database.max_storage_gb
  storage_encrypted           = true

  db_name  = "nvdemo"
  username = "nvdemo"
  # RDS makes the password, keeps it in a secret of just the form that the service reads ({"username","password"}) and rotates it every
  # week; it is in no variable and no state. Only postgres-init signs in as this user. The price is that such an instance can have no read
  # replica: replica.tf has what takes its place.
  manage_master_user_password = true

  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.main.name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  backup_retention_period   = var.database.backup_days
  backup_window             = "02:00-02:30"
  maintenance_window        = "sun:04:00-sun:04:30"
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = var.database.deletion_protection
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.name}-final"

  enabled_cloudwatch_logs_exports = ["postgresql"]

  depends_on = [aws_cloudwatch_log_group.database]

  lifecycle {
    precondition {
      condition     = var.database.proxy || local.most_connections <= var.database.max_connections - local.reserved_connections
      error_message = <<-EOT
        Both clouds together may open ${local.most_connections} connections, and the database takes ${var.database.max_connections}, of which
        ${local.reserved_connections} stay free: lower api_concurrency, health_concurrency, azure.maximum_instances or azure.always_ready, or take a larger
        database.instance_class with its max_connections, or database.proxy.
      EOT
    }
  }
}
