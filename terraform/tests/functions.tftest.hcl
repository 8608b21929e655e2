mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "one_executable_five_functions" {
  assert {
    condition = { for function in local.functions : function.name => function.configuration.environment.NV_FUNCTION } == {
      test-api           = "api"
      test-authorizer    = "authorizer"
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
      "provided.al2023 bootstrap x86_64"
    ])
    error_message = "Native executables run on provided.al2023."
  }
  assert {
    condition = [
      module.api.configuration.timeout, module.authorizer.configuration.timeout, module.index.configuration.timeout,
      module.postgres_init.configuration.timeout, module.reconcile.configuration.timeout,
    ] == [29, 10, 30, 900, 900]
    error_message = "The time-outs."
  }
  assert {
    condition     = module.api.configuration.concurrency == 40
    error_message = "More instances than the database has connections for."
  }
}

run "each_has_its_own_role_and_log" {
  assert {
    condition     = length(distinct([for function in local.functions : function.configuration.role])) == 5
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
      for function in [module.api, module.index, module.postgres_init, module.reconcile] :
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
      Nv__Database        = "Host=test.rds.amazonaws.com;Port=5432;Database=nvdemo;SSL Mode=VerifyFull;Root Certificate=global-bundle.pem;Maximum Pool Size=1"
      Nv__Redis           = "master.test.cache.amazonaws.com:6379,ssl=true"
      Nv__RedisIam__Cache = "test"
      Nv__RedisIam__User  = "test-service"
      Nv__DatabaseSecret  = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-test"
    })
    error_message = "api's settings."
  }
  assert {
    condition = (
      keys(module.index.configuration.environment) == keys(module.api.configuration.environment) &&
      keys(module.reconcile.configuration.environment) == keys(module.api.configuration.environment)
    )
    error_message = "index and reconcile have the service's settings."
  }
  assert {
    condition     = module.authorizer.configuration.environment == tomap({ NV_FUNCTION = "authorizer", Nv__ClientSecret = "test/client" })
    error_message = "authorizer's settings."
  }
  assert {
    condition = (
      toset(keys(module.postgres_init.configuration.environment)) ==
      toset(["NV_FUNCTION", "Nv__Database", "Nv__DatabaseSecret"])
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
    presign_seconds = 600
  }

  assert {
    condition = (
      module.api.configuration.environment.Nv__InlineLimit == "1048576" &&
      module.api.configuration.environment.Nv__PresignSeconds == "600"
    )
    error_message = "Nv__InlineLimit and Nv__PresignSeconds reach api."
  }
}

run "live_is_the_newest_version" {
  assert {
    condition     = module.api.configuration.live == "42" && module.api.alias == "live"
    error_message = "live does not point to the version that was published."
  }
}

run "live_can_be_rolled_back" {
  variables {
    pinned_versions = { api = "41" }
    architecture    = "arm64"
  }

  assert {
    condition     = module.api.configuration.live == "41" && module.index.configuration.live == "42"
    error_message = "pinned_versions moves the alias of its function, and no other."
  }
  assert {
    condition     = module.api.configuration.architecture == "arm64"
    error_message = "architecture is without effect."
  }
}

run "reconcile_runs_daily" {
  assert {
    condition = (
      aws_scheduler_schedule.main["reconcile"].schedule_expression == "cron(30 3 * * ? *)" &&
      aws_scheduler_schedule.main["reconcile"].target[0].arn == module.reconcile.alias_arn
    )
    error_message = "The index is not compared with the bucket every day."
  }
  assert {
    condition     = aws_scheduler_schedule.main["reconcile"].target[0].role_arn == aws_iam_role.schedules.arn
    error_message = "Scheduler has a role of its own."
  }
}
