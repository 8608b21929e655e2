mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "one_executable_six_functions" {
  assert {
    condition = { for function in local.functions : function.name => function.configuration.environment.NV_FUNCTION } == {
      test-api           = "api"
      test-authorizer    = "authorizer"
      test-health        = "health"
      test-index         = "index"
      test-postgres-init = "postgres-init"
      test-reconcile     = "reconcile"
    }
    error_message = "NV_FUNCTION tells the executable what it is."
  }
  assert {
    condition = alltrue([
      for function in local.functions :
      "${function.configuration.runtime} ${function.configuration.handler} ${function.configuration.architecture}" ==
      "provided.al2023 bootstrap arm64"
    ])
    error_message = "Native executables run on provided.al2023."
  }
  assert {
    condition = [
      module.api.configuration.timeout, module.authorizer.configuration.timeout, module.health.configuration.timeout,
      module.index.configuration.timeout, module.postgres_init.configuration.timeout, module.reconcile.configuration.timeout,
    ] == [29, 10, 10, 30, 900, 900]
    error_message = "The time-outs."
  }
}

run "each_has_its_own_role_and_log" {
  assert {
    condition     = length(distinct([for function in local.functions : function.configuration.role])) == 6
    error_message = "Two functions share a role."
  }
  assert {
    condition     = alltrue([for function in local.functions : function.configuration.log_group == "/aws/lambda/${function.name}"])
    error_message = "Each function writes to its own log group."
  }
  assert {
    condition = alltrue([
      for days in concat(
        [for function in local.functions : function.configuration.log_days],
        [
          aws_cloudwatch_log_group.access.retention_in_days,
          aws_cloudwatch_log_group.canary[0].retention_in_days,
          aws_cloudwatch_log_group.database.retention_in_days,
        ],
      ) : days == 7
    ])
    error_message = "Logs are kept for 7 days."
  }
}

run "the_authorizer_is_outside_the_vpc" {
  assert {
    condition     = length(module.authorizer.configuration.vpc) == 0
    error_message = "The authorizer needs nothing in the VPC."
  }
  assert {
    condition = alltrue([
      for function in [module.api, module.health, module.index, module.postgres_init, module.reconcile] :
      toset(flatten(function.configuration.vpc[*].security_group_ids)) == toset([aws_security_group.functions.id]) &&
      toset(flatten(function.configuration.vpc[*].subnet_ids)) == toset([for subnet in aws_subnet.private : subnet.id])
    ])
    error_message = "The others are in the private subnets, with the functions' security group."
  }
}

# By the names of docs/settings.md.
run "the_settings" {
  assert {
    condition = module.api.configuration.environment == tomap({
      NV_FUNCTION         = "api"
      Nv__Bucket          = "test-files"
      Nv__PublicUrl       = "https://api0000000.execute-api.eu-west-1.amazonaws.com/live"
      Nv__Database        = "Host=test.rds.amazonaws.com;Port=5432;Database=nvdemo;SSL Mode=VerifyFull;GSS Encryption Mode=Disable;Root Certificate=global-bundle.pem;Maximum Pool Size=1"
      Nv__Redis           = "master.test.cache.amazonaws.com:6379,ssl=true,checkCertificateRevocation=false"
      Nv__RedisIam__Cache = "test"
      Nv__RedisIam__User  = "test-service"
      Nv__DatabaseSecret  = "test/postgres-service"
    })
    error_message = "api's settings."
  }
  assert {
    condition = (
      keys(module.index.configuration.environment) == keys(module.api.configuration.environment) &&
      keys(module.health.configuration.environment) == keys(module.api.configuration.environment) &&
      module.reconcile.configuration.environment == tomap(merge(module.api.configuration.environment, {
        NV_FUNCTION        = "reconcile"
        Nv__Database       = replace(module.api.configuration.environment.Nv__Database, "Size=1", "Size=2")
        Nv__ReconcileHours = "24"
      }))
    )
    error_message = "health, index and reconcile have the service's settings."
  }
  assert {
    condition     = module.authorizer.configuration.environment == tomap({ NV_FUNCTION = "authorizer", Nv__ClientSecret = "test/client" })
    error_message = "authorizer's settings."
  }
  assert {
    condition = (
      toset(keys(module.postgres_init.configuration.environment)) ==
      toset(["NV_FUNCTION", "Nv__Database", "Nv__DatabaseSecret", "Nv__MigrationSecret"])
    )
    error_message = "postgres-init's settings."
  }
  assert {
    condition = alltrue([
      for name in flatten([for function in local.functions : keys(function.configuration.environment)]) :
      strcontains(file("${path.module}/../docs/settings.md"), "`${name}`")
    ])
    error_message = "A function has a setting that docs/settings.md does not know."
  }
}

run "the_optional_settings" {
  variables {
    inline_limit    = 1048576
    spool_limit     = 134217728
    presign_seconds = 600
    cors_origins    = ["https://app.example.com", "https://admin.example.com"]
    reconcile_hours = 12
    undelete        = true
    access_log      = true
  }

  assert {
    condition = (
      module.api.configuration.environment.Nv__InlineLimit == "1048576" &&
      module.api.configuration.environment.Nv__SpoolLimit == "134217728" &&
      module.api.configuration.environment.Nv__PresignSeconds == "600" &&
      module.api.configuration.environment.Nv__AccessLog == "true" &&
      module.api.configuration.environment.Nv__CorsOrigins == "https://app.example.com,https://admin.example.com" &&
      module.api.configuration.environment.Nv__Undelete == "true"
    )
    error_message = "Nv__InlineLimit, Nv__SpoolLimit, Nv__PresignSeconds, Nv__CorsOrigins, Nv__AccessLog and Nv__Undelete reach api."
  }
  assert {
    condition = alltrue([
      for name in ["Nv__InlineLimit", "Nv__SpoolLimit", "Nv__PresignSeconds", "Nv__CorsOrigins", "Nv__Undelete"] :
      output.azure_settings[name] == module.api.configuration.environment[name]
    ]) && output.azure_settings.Nv__ReconcileHours == module.reconcile.configuration.environment.Nv__ReconcileHours
    error_message = "Azure answers otherwise than AWS."
  }
}

run "traces_go_to_a_collector_in_the_vpc" {
  variables { otlp_endpoint = "http://10.20.0.10:4318" }

  assert {
    condition = alltrue([
      for function in [module.api, module.health, module.index, module.reconcile] :
      function.configuration.environment.OTEL_EXPORTER_OTLP_ENDPOINT == "http://10.20.0.10:4318"
    ])
    error_message = "A function does not send its traces."
  }
  assert {
    condition = [
      for rule in aws_vpc_security_group_egress_rule.collector :
      [rule.security_group_id == aws_security_group.functions.id, rule.cidr_ipv4, rule.ip_protocol, rule.from_port, rule.to_port]
    ] == [[true, aws_vpc.main.cidr_block, "tcp", 4318, 4318]]
    error_message = "The collector is out of reach, or more than it is not."
  }
}

# Without a new version there is nothing that an alias could point to, and without the package's own hash there is never one.
run "every_package_is_a_version" {
  variables { architecture = "x86_64" }

  assert {
    condition = alltrue([
      for function in local.functions :
      function.configuration.publish &&
      function.configuration.package == { path = var.package, hash = filebase64sha256(var.package) }
    ])
    error_message = "A function does not notice a new package."
  }
}

run "reconcile_runs_on" {
  assert {
    condition = (
      aws_scheduler_schedule.main["reconcile"].schedule_expression == "rate(15 minutes)" &&
      aws_scheduler_schedule.main["reconcile"].target[0].arn == module.reconcile.alias_arn
    )
    error_message = "The comparison of the index with the bucket does not go on every 15 minutes."
  }
  # With dry_run it would repair nothing, with full it would begin from the start each time.
  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.main : schedule.target[0].input == "{}"])
    error_message = "A schedule invokes its function in a way that is for people."
  }
  assert {
    condition = (
      aws_lambda_function_event_invoke_config.reconcile.function_name == "test-reconcile" &&
      aws_lambda_function_event_invoke_config.reconcile.qualifier == "live" &&
      aws_lambda_function_event_invoke_config.reconcile.maximum_retry_attempts == 0
    )
    error_message = "Lambda repeats a run that failed beside the next one."
  }
  assert {
    condition     = aws_scheduler_schedule.main["reconcile"].target[0].role_arn == aws_iam_role.schedules.arn
    error_message = "Scheduler has a role of its own."
  }
}

run "less_often_when_asked" {
  variables {
    reconcile_schedule = "cron(30 3 * * ? *)"
    reconcile_hours    = 168
  }

  assert {
    condition = (
      aws_scheduler_schedule.main["reconcile"].schedule_expression == "cron(30 3 * * ? *)" &&
      module.reconcile.configuration.environment.Nv__ReconcileHours == "168"
    )
    error_message = "reconcile_schedule or reconcile_hours is without effect."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.main["reconcile-lag"].period == 86400
    error_message = "The alarm takes an hour without a run for a failure."
  }
}
