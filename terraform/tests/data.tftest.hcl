mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "the_database_is_private_and_encrypted" {
  assert {
    condition     = aws_db_instance.main.publicly_accessible == false
    error_message = "The database has a public address."
  }
  assert {
    condition     = toset(aws_db_instance.main.vpc_security_group_ids) == toset([aws_security_group.database.id])
    error_message = "The database has its own security group only."
  }
  assert {
    condition     = toset(aws_db_subnet_group.main.subnet_ids) == toset([for subnet in aws_subnet.database : subnet.id])
    error_message = "The database is in the database subnets."
  }
  assert {
    condition     = aws_db_instance.main.storage_encrypted
    error_message = "The database's disk is not encrypted."
  }
  assert {
    condition     = [for parameter in aws_db_parameter_group.main.parameter : parameter.value if parameter.name == "rds.force_ssl"] == ["1"]
    error_message = "The database takes connections without TLS."
  }
  assert {
    condition     = aws_db_instance.main.parameter_group_name == aws_db_parameter_group.main.name
    error_message = "The parameters are not the database's."
  }
}

run "the_password_is_nobodys" {
  assert {
    condition     = aws_db_instance.main.manage_master_user_password == true && aws_db_instance.main.password == null
    error_message = "RDS makes and rotates the password."
  }
  # The role of least privilege is everybody's, its owner's password postgres-init's alone.
  assert {
    condition = alltrue([
      for name, function in local.functions :
      lookup(function.configuration.environment, "Nv__DatabaseSecret", "-") == (name == "authorizer" ? "-" : "test/postgres-service") &&
      (
        lookup(function.configuration.environment, "Nv__MigrationSecret", "-") ==
        (name == "postgres-init" ? aws_db_instance.main.master_user_secret[0].secret_arn : "-")
      )
    ])
    error_message = "Who signs in to the database with what."
  }
  assert {
    condition = (
      aws_secretsmanager_secret_version.postgres_service.secret_id == aws_secretsmanager_secret.postgres_service.id &&
      aws_secretsmanager_secret_version.postgres_service.secret_string == null &&
      aws_secretsmanager_secret_version.postgres_service.secret_string_wo_version == 1
    )
    error_message = "The service's password is written, once, and kept in no state."
  }
}

run "a_new_password_when_asked" {
  variables { database = { password_version = 2 } }

  assert {
    condition     = aws_secretsmanager_secret_version.postgres_service.secret_string_wo_version == 2
    error_message = "database.password_version is without effect."
  }
}

run "it_can_be_recovered" {
  assert {
    condition     = aws_db_instance.main.backup_retention_period >= 7
    error_message = "Backups are kept for 7 days at least."
  }
  assert {
    condition = (
      aws_db_instance.main.deletion_protection &&
      !aws_db_instance.main.skip_final_snapshot &&
      !aws_db_instance.main.delete_automated_backups
    )
    error_message = "A mistake can delete the database and its backups."
  }
  assert {
    condition = (
      aws_cloudwatch_log_group.database.retention_in_days == 7 &&
      aws_cloudwatch_log_group.database.name == "/aws/rds/instance/${aws_db_instance.main.identifier}/postgresql"
    )
    error_message = "The database's log is kept for 7 days."
  }
}

run "one_zone_unless_asked" {
  assert {
    condition     = aws_db_instance.main.multi_az == false
    error_message = "Two zones cost twice."
  }
}

run "two_zones_when_asked" {
  variables { database = { multi_az = true } }

  assert {
    condition     = aws_db_instance.main.multi_az
    error_message = "database.multi_az is without effect."
  }
}

run "backups_can_not_be_turned_off" {
  command = plan
  variables { database = { backup_days = 0 } }

  expect_failures = [var.database]
}

run "connections_are_encrypted_verified_and_few" {
  assert {
    condition = (
      module.api.configuration.environment.Nv__Database ==
      "Host=test.rds.amazonaws.com;Port=5432;Database=nvdemo;SSL Mode=VerifyFull;GSS Encryption Mode=Disable;Root Certificate=global-bundle.pem;Maximum Pool Size=1"
    )
    error_message = "No user, no password, TLS with a server that is verified, no Kerberos, a bounded pool."
  }
}

run "the_cache_is_private_and_encrypted" {
  assert {
    condition = (
      aws_elasticache_replication_group.main.transit_encryption_enabled &&
      aws_elasticache_replication_group.main.transit_encryption_mode == "required"
    )
    error_message = "The cache takes connections without TLS."
  }
  assert {
    condition     = toset(aws_elasticache_replication_group.main.security_group_ids) == toset([aws_security_group.cache.id])
    error_message = "The cache has its own security group only."
  }
  assert {
    condition     = tobool(aws_elasticache_replication_group.main.at_rest_encryption_enabled)
    error_message = "The cache is not encrypted at rest."
  }
  assert {
    condition     = module.api.configuration.environment.Nv__Redis == "master.test.cache.amazonaws.com:6379,ssl=true,checkCertificateRevocation=false"
    error_message = "The functions connect with TLS, and ask nobody whom they can't reach."
  }
  assert {
    condition = (
      toset(aws_elasticache_replication_group.main.user_group_ids) == toset(["test"]) &&
      aws_elasticache_user_group.main.user_ids == toset(["test-service"]) &&
      aws_elasticache_user_group.main.engine == "valkey"
    )
    error_message = "The cache knows the service's user, and no default one, which a group of the engine valkey can't have."
  }
  assert {
    condition = (
      one(aws_elasticache_user.service.authentication_mode).type == "iam" &&
      aws_elasticache_user.service.user_id == aws_elasticache_user.service.user_name
    )
    error_message = "The user signs in with IAM, for which its name must be its id."
  }
  # What StackExchange.Redis asks of a server, and what the cache of list pages does: adapters/NvDemo.Adapters/Redis/RedisListCache.cs.
  assert {
    condition = toset(split(" ", aws_elasticache_user.service.access_string)) == toset([
      "on", "~nv:*", "-@all", "+@connection", "-@dangerous", "+info",
      "+get", "+set", "+setex", "+incr", "+hget", "+hmget", "+hset", "+hmset", "+expire", "+pexpire", "+lrange", "+lpush", "+ltrim",
      "+evalsha", "+eval", "+script|load",
    ])
    error_message = "The user may do what the service does with its own keys, and nothing else."
  }
  # Later rules win: nothing at first, and nothing dangerous but INFO.
  assert {
    condition = (
      startswith(aws_elasticache_user.service.access_string, "on ~nv:* -@all ") &&
      length(regexall("-@dangerous \\+info", aws_elasticache_user.service.access_string)) == 1
    )
    error_message = "The user's rules are in another order."
  }
  # ElastiCache installs minor versions by itself; a plan would want to go back.
  assert {
    condition = (
      tobool(aws_elasticache_replication_group.main.auto_minor_version_upgrade) &&
      can(regex("(?s)\"aws_elasticache_replication_group\" \"main\" \\{.*\n  lifecycle \\{\n    ignore_changes = \\[engine_version\\]\n", file("${path.module}/cache.tf")))
    )
    error_message = "The cache's minor version drifts against the configuration."
  }
  assert {
    condition     = !aws_elasticache_replication_group.main.automatic_failover_enabled
    error_message = "One node has nothing to fail over to."
  }
}

run "two_cache_nodes_fail_over" {
  variables { cache = { nodes = 2 } }

  assert {
    condition = (
      aws_elasticache_replication_group.main.automatic_failover_enabled &&
      aws_elasticache_replication_group.main.multi_az_enabled
    )
    error_message = "Two nodes don't fail over."
  }
}
