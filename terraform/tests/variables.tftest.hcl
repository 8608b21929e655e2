# What can't work is refused before anything is made.

mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "a_name_too_long" {
  command = plan
  variables {
    name = "a-name-that-is-too-long-for-a-role"
  }

  expect_failures = [var.name]
}

run "a_region_that_is_none" {
  command = plan
  variables {
    region = "europe"
  }

  expect_failures = [var.region]
}

run "an_architecture_that_is_none" {
  command = plan
  variables {
    architecture = "x64"
  }

  expect_failures = [var.architecture]
}

run "the_example_has_the_package_for_the_default" {
  command = plan

  assert {
    condition     = strcontains(file("terraform.tfvars.example"), "nvdemo-aws-linux-${var.architecture}.zip\"\n")
    error_message = "terraform.tfvars.example names a package that Terraform refuses."
  }
}

run "a_package_for_the_other_architecture" {
  command = plan
  variables {
    package = "../artifacts/packages/nvdemo-aws-linux-x64.zip"
  }

  expect_failures = [var.package]
}

run "a_package_for_the_other_architecture_still" {
  command = plan
  variables {
    package      = "../artifacts/packages/nvdemo-aws-linux-arm64.zip"
    architecture = "x86_64"
  }

  expect_failures = [var.package]
}

run "no_instance" {
  command = plan
  variables {
    health_concurrency     = 0
    authorizer_concurrency = 0
  }

  expect_failures = [var.health_concurrency, var.authorizer_concurrency]
}

run "an_authorizer_that_remembers_for_too_long" {
  command = plan
  variables {
    authorizer_ttl = 3601
  }

  expect_failures = [var.authorizer_ttl]
}

run "more_requests_than_instances" {
  command = plan
  variables {
    throttle = { rate = 100, burst = 20 }
  }

  expect_failures = [var.throttle]
}

run "more_requests_than_the_account_runs" {
  command = plan
  variables {
    api_concurrency = null
  }

  expect_failures = [var.throttle]
}

run "slower_requests_than_there_are_instances_for" {
  command = plan
  variables {
    throttle = { p99 = 1 }
  }

  expect_failures = [var.throttle]
}

run "health_checks_that_are_throttled" {
  command = plan
  variables {
    health_throttle = { rate = 1 }
  }

  expect_failures = [var.health_throttle]
}

run "a_collector_without_a_port" {
  command = plan
  variables {
    otlp_endpoint = "http://10.20.0.10"
  }

  expect_failures = [var.otlp_endpoint]
}

run "a_comparison_all_the_time" {
  command = plan
  variables {
    reconcile_hours = 0
  }

  expect_failures = [var.reconcile_hours]
}

run "schedules_that_are_rarer_than_their_alarms" {
  command = plan
  variables {
    reconcile_schedule = "rate(2 days)"
    canary             = { schedule = "cron(0 6 ? * MON *)" }
  }

  expect_failures = [var.reconcile_schedule, var.canary]
}

run "schedules_of_days_of_the_month" {
  command = plan
  variables {
    reconcile_schedule = "cron(0 3 1 * ? *)"
    canary             = { schedule = "rate(25 hours)" }
  }

  expect_failures = [var.reconcile_schedule, var.canary]
}

run "schedules_by_every_form" {
  command = plan

  assert {
    condition = alltrue([
      for expression in ["rate(1 minute)", "rate(60 minutes)", "rate(1 hour)", "cron(0/20 * * * ? *)", "cron(5,35 * ? * * *)"] :
      can(regex(local.hourly, expression)) && can(regex(local.daily, expression))
    ])
    error_message = "These come once an hour, and once a day."
  }
  assert {
    condition = alltrue([
      for expression in ["rate(90 minutes)", "rate(24 hours)", "rate(1 day)", "cron(0 6 * * ? *)", "cron(0 0/6 * * ? *)"] :
      !can(regex(local.hourly, expression)) && can(regex(local.daily, expression))
    ])
    error_message = "These come once a day, and not once an hour."
  }
}

run "a_password_of_no_version" {
  command = plan
  variables {
    database = { password_version = 0 }
  }

  expect_failures = [var.database]
}

run "an_inline_limit_over_lambdas" {
  command = plan
  variables {
    inline_limit = 6000000
  }

  expect_failures = [var.inline_limit]
}

run "a_spool_larger_than_tmp" {
  command = plan
  variables {
    spool_limit = 600000000
  }

  expect_failures = [var.spool_limit]
}

run "urls_of_more_than_a_week" {
  command = plan
  variables {
    presign_seconds = 700000
  }

  expect_failures = [var.presign_seconds]
}

run "an_origin_with_a_path" {
  command = plan
  variables {
    cors_origins = ["https://app.example.com/"]
  }

  expect_failures = [var.cors_origins]
}

run "an_origin_with_the_usual_port" {
  command = plan
  variables {
    cors_origins = ["https://app.example.com:443"]
  }

  expect_failures = [var.cors_origins]
}

run "an_origin_with_a_user" {
  command = plan
  variables {
    cors_origins = ["https://me@app.example.com"]
  }

  expect_failures = [var.cors_origins]
}

run "a_comparison_every_six_weeks" {
  command = plan
  variables {
    reconcile_hours = 1000
  }

  expect_failures = [var.reconcile_hours]
}

run "a_bucket_with_dots" {
  command = plan
  variables {
    bucket = "files.example.com"
  }

  expect_failures = [var.bucket]
}

run "files_of_no_days" {
  command = plan
  variables {
    expire_files_after_days = 0
  }

  expect_failures = [var.expire_files_after_days]
}

run "a_vpc_too_small" {
  command = plan
  variables {
    vpc_cidr = "10.0.0.0/24"
  }

  expect_failures = [var.vpc_cidr]
}

run "no_cache_node" {
  command = plan
  variables {
    cache = { nodes = 0 }
  }

  expect_failures = [var.cache]
}

run "a_log_period_that_is_none" {
  command = plan
  variables {
    log_days = 8
  }

  expect_failures = [var.log_days]
}

run "an_apex" {
  command = plan
  variables {
    domain = { host = "example.com", zone_id = "Z0000000000000" }
  }

  expect_failures = [var.domain]
}

run "azure_without_a_domain" {
  command = plan
  variables {
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"
    }
  }

  expect_failures = [var.azure]
}

run "a_subject_that_is_a_pattern" {
  command = plan
  variables {
    domain = { host = "files.example.com", zone_id = "Z0000000000000" }
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "*"
      front_door_host = "nv-demo.azurefd.net"
    }
  }

  expect_failures = [var.azure]
}

run "a_webhook_without_tls" {
  command = plan
  variables {
    domain = { host = "files.example.com", zone_id = "Z0000000000000" }
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"
      webhook_url     = "http://nv-demo.azurefd.net/"
    }
  }

  expect_failures = [var.azure]
}

run "a_vpn_with_one_peer" {
  command = plan
  variables {
    domain = { host = "files.example.com", zone_id = "Z0000000000000" }
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"
      vpn             = { peer_ips = ["192.0.2.1"], address_space = ["10.30.0.0/16"] }
    }
  }

  expect_failures = [var.azure]
}

run "a_replica_in_the_same_region" {
  command = plan
  variables {
    replica = { region = "eu-west-1", bucket = "test-replica" }
  }

  expect_failures = [var.replica]
}
