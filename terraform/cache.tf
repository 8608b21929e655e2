# List pages. Valkey speaks Redis's protocol and costs a fifth less. Nobody has a password: the functions sign in with their roles, as a
# user that can do what the service does with its own keys and nothing else.

resource "aws_elasticache_subnet_group" "main" {
  name       = var.name
  subnet_ids = [for subnet in aws_subnet.database : subnet.id]
}

resource "aws_elasticache_user" "service" {
  # Of a user that signs in with IAM, the name must be the id.
  user_id       = "${var.name}-service"
  user_name     = "${var.name}-service"
  engine        = "valkey"
  access_string = "on ~nv:* -@all +@connection -@dangerous +info +get +set +setex +incr +hget +hmget +hset +hmset +expire +pexpire +lrange +lpush +ltrim +evalsha +eval +script|load"

  authentication_mode {
    type = "iam"
  }
}

resource "aws_elasticache_user_group" "main" {
  user_group_id = var.name
  engine        = "valkey"
  user_ids      = [aws_elasticache_user.service.user_id]
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
  user_group_ids     = [aws_elasticache_user_group.main.user_group_id]

  # ElastiCache moves on to 8.1 and so on by itself, and can't be moved back.
  auto_minor_version_upgrade = true
  maintenance_window         = "sun:05:00-sun:06:00"
  snapshot_retention_limit   = 0

  lifecycle {
    ignore_changes = [engine_version]
  }
}

locals {
  cache_settings = {
    # StackExchange.Redis asks whether the certificate was revoked as soon as sslProtocols is set, and nothing in the VPC reaches who could
    # tell: said here, it does not hold by accident.
    Nv__Redis = join(",", [
      "${aws_elasticache_replication_group.main.primary_endpoint_address}:${aws_elasticache_replication_group.main.port}",
      "ssl=true",
      "checkCertificateRevocation=false",
    ])
    Nv__RedisIam__Cache = aws_elasticache_replication_group.main.replication_group_id
    Nv__RedisIam__User  = aws_elasticache_user.service.user_id
  }

  use_cache = {
    sid       = "Cache"
    actions   = ["elasticache:Connect"]
    resources = [aws_elasticache_replication_group.main.arn, aws_elasticache_user.service.arn]
  }
}
