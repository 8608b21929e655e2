# List pages. Valkey speaks Redis's protocol and costs a fifth less. No password: it would stand in Nv__Redis and in the state; the
# security group is what keeps others out, TLS what keeps them from listening, and what is in here is on disk nowhere and gone in 30 s.

resource "aws_elasticache_subnet_group" "main" {
  name       = var.name
  subnet_ids = [for subnet in aws_subnet.database : subnet.id]
}

resource "aws_elasticache_replication_group" "main" {
  replication_group_id = var.name
  description          = "List pages"
  engine               = "valkey"
  engine_version       = "8.0"
  parameter_group_name = "default.valkey8"
  node_type            = var.cache.node_type
  port                 = 6379

  num_cache_clusters         = var.cache.nodes
  automatic_failover_enabled = var.cache.nodes > 1
  multi_az_enabled           = var.cache.nodes > 1

  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  at_rest_encryption_enabled = true

  subnet_group_name  = aws_elasticache_subnet_group.main.name
  security_group_ids = [aws_security_group.cache.id]

  auto_minor_version_upgrade = true
  maintenance_window         = "sun:05:00-sun:06:00"
  snapshot_retention_limit   = 0
}

locals {
  cache_settings = "${aws_elasticache_replication_group.main.primary_endpoint_address}:6379,ssl=true"
}
