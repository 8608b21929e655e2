# The database is never asked for more connections than it has: docs/deploying-aws.md.

mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
  domain  = { host = "files.example.com", zone_id = "Z0000000000000" }
  azure = {
    tenant_id       = "11111111-1111-1111-1111-111111111111"
    audience        = "api://nv-demo"
    subject         = "22222222-2222-2222-2222-222222222222"
    front_door_host = "nv-demo.azurefd.net"
  }
}

run "both_clouds_together_leave_some_free" {
  # Instances × pool as they are deployed: of Lambda from what is reserved and from what is set, of Azure from what it is told.
  assert {
    condition = 95 >= sum([
      for user in [
        { instances = module.api.configuration.concurrency, database = module.api.configuration.environment.Nv__Database },
        { instances = module.health.configuration.concurrency, database = module.health.configuration.environment.Nv__Database },
        { instances = module.reconcile.configuration.concurrency, database = module.reconcile.configuration.environment.Nv__Database },
        { instances = module.postgres_init.configuration.concurrency, database = module.postgres_init.configuration.environment.Nv__Database },
        {
          instances = aws_lambda_event_source_mapping.index.scaling_config[0].maximum_concurrency
          database  = module.index.configuration.environment.Nv__Database
        },
        # The most that Bicep has, by default or in a file of parameters: for HTTP, for the queue, once for the timers, and what is always
        # ready.
        {
          instances = 1 + tonumber(regex("(?m)^param alwaysReadyInstances int = ([0-9]+)", file("${path.module}/../bicep/main.bicep"))[0]) + 2 * max([
            for number in flatten([
              for file in fileset("${path.module}/../bicep", "*.bicep*") :
              regexall("(?m)^param maximumInstances(?: int)? = ([0-9]+)", file("${path.module}/../bicep/${file}"))
            ]) : tonumber(number)
          ]...)
          database = output.azure_settings.Nv__Database
        },
      ] : user.instances * tonumber(regex("Maximum Pool Size=([0-9]+)", user.database)[0])
    ])
    error_message = "Both clouds together may open more than 95 connections."
  }
  assert {
    condition     = local.most_connections == 92
    error_message = "Terraform's own sum is ${local.most_connections}."
  }
  assert {
    condition = (
      [for parameter in aws_db_parameter_group.main.parameter : parameter.value if parameter.name == "max_connections"] == ["112"]
    )
    error_message = "A db.t4g.micro takes 112, and 10 of them stay free."
  }
}

run "more_instances_than_connections" {
  command = plan
  variables {
    api_concurrency = 60
  }

  expect_failures = [aws_db_instance.main]
}

run "what_is_not_reserved_is_the_accounts" {
  command = plan
  variables {
    api_concurrency    = null
    health_concurrency = null
    throttle           = { rate = 10, burst = 5 }
  }

  assert {
    condition     = local.connections.api.instances == 10 && local.connections.health.instances == 10
    error_message = "A new account runs ten at once."
  }
}

run "more_of_the_account_than_connections" {
  command = plan
  variables {
    api_concurrency     = null
    account_concurrency = 1000
  }

  expect_failures = [aws_db_instance.main]
}

run "more_instances_of_azure_than_connections" {
  command = plan
  variables {
    azure = {
      tenant_id         = "11111111-1111-1111-1111-111111111111"
      audience          = "api://nv-demo"
      subject           = "22222222-2222-2222-2222-222222222222"
      front_door_host   = "nv-demo.azurefd.net"
      maximum_instances = 15
    }
  }

  expect_failures = [aws_db_instance.main]
}

run "more_that_are_always_ready_than_connections" {
  command = plan
  variables {
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"
      always_ready    = 20
    }
  }

  expect_failures = [aws_db_instance.main]
}

run "a_larger_instance_has_more" {
  command = plan
  variables {
    api_concurrency = 100
    database        = { instance_class = "db.t4g.small", max_connections = 225 }
  }

  assert {
    condition     = local.most_connections == 152
    error_message = "The sum is ${local.most_connections}."
  }
}

run "no_proxy_unless_asked" {
  assert {
    condition     = length(aws_db_proxy.main) + length(aws_security_group.proxy) + length(aws_iam_role.proxy) == 0
    error_message = "A proxy costs."
  }
}

run "a_proxy_when_asked" {
  variables {
    api_concurrency = 200
    database        = { proxy = true }
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"
      vpn             = { peer_ips = ["192.0.2.1", "192.0.2.2"], address_space = ["10.30.0.0/16"] }
    }
  }

  assert {
    condition = alltrue([
      for settings in concat(
        [for name in ["api", "health", "index", "reconcile"] : local.functions[name].configuration.environment], [output.azure_settings],
      ) :
      startswith(
        settings.Nv__Database,
        "Host=test.proxy.rds.amazonaws.com;Port=5432;Database=nvdemo;SSL Mode=VerifyFull;GSS Encryption Mode=Disable;",
      )
    ])
    error_message = "Whoever asks often goes through the proxy, without what would pin the connection and with the system's roots."
  }
  assert {
    condition     = startswith(module.postgres_init.configuration.environment.Nv__Database, "Host=test.rds.amazonaws.com;")
    error_message = "Migrations go to the database itself."
  }
  assert {
    condition = (
      aws_db_proxy.main[0].require_tls && one(aws_db_proxy.main[0].auth).secret_arn == aws_secretsmanager_secret.postgres_service.arn &&
      one(aws_db_proxy.main[0].auth).client_password_auth_type == "POSTGRES_SCRAM_SHA_256" &&
      aws_db_proxy.main[0].role_arn == aws_iam_role.proxy[0].arn &&
      aws_db_proxy_target.main[0].db_instance_identifier == "test" &&
      aws_db_proxy_default_target_group.main[0].connection_pool_config[0].max_connections_percent <= 90
    )
    error_message = "TLS only, the service's role, to the database, and never with all of its connections."
  }
  assert {
    condition = toset([
      for rule in concat(
        values(aws_vpc_security_group_ingress_rule.functions), values(aws_vpc_security_group_ingress_rule.azure),
        aws_vpc_security_group_ingress_rule.proxy,
      ) :
      "${coalesce(rule.referenced_security_group_id, rule.cidr_ipv4)} to ${rule.security_group_id} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "${aws_security_group.functions.id} to ${aws_security_group.proxy[0].id} 5432-5432",
      "${aws_security_group.functions.id} to ${aws_security_group.database.id} 5432-5432",
      "${aws_security_group.functions.id} to ${aws_security_group.cache.id} 6379-6379",
      "${aws_security_group.functions.id} to ${aws_security_group.endpoints.id} 443-443",
      "10.30.0.0/16 to ${aws_security_group.proxy[0].id} 5432-5432",
      "10.30.0.0/16 to ${aws_security_group.cache.id} 6379-6379",
      "${aws_security_group.proxy[0].id} to ${aws_security_group.database.id} 5432-5432",
    ])
    error_message = "Who reaches what through the proxy."
  }
  assert {
    condition = (
      aws_vpc_security_group_egress_rule.proxy[0].security_group_id == aws_security_group.proxy[0].id &&
      aws_vpc_security_group_egress_rule.proxy[0].referenced_security_group_id == aws_security_group.database.id &&
      toset(aws_db_proxy.main[0].vpc_security_group_ids) == toset([aws_security_group.proxy[0].id])
    )
    error_message = "The proxy reaches the database and nothing else."
  }
}
