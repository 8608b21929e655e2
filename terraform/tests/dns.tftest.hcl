mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "without_a_domain" {
  assert {
    condition = (
      (
        length(aws_acm_certificate.main) +
        length(aws_route53_record.primary) +
        length(aws_route53_record.aws) +
        length(aws_route53_health_check.main)
      ) ==
      0
    )
    error_message = "Nothing of a domain without one."
  }
  assert {
    condition = (
      output.url == "https://api0000000.execute-api.eu-west-1.amazonaws.com/live" &&
      output.url == module.api.configuration.environment.Nv__PublicUrl
    )
    error_message = "The API's own address."
  }
}

run "aws_alone" {
  variables { domain = { host = "files.example.com", zone_id = "Z0000000000000" } }

  assert {
    condition = (
      length(aws_route53_record.primary[0].failover_routing_policy) == 0 &&
      aws_route53_record.primary[0].set_identifier == null &&
      aws_route53_record.primary[0].health_check_id == null
    )
    error_message = "A plain record, without failover."
  }
  assert {
    condition = (
      length(aws_route53_record.secondary) == 0 && keys(aws_route53_health_check.main) == ["aws"] &&
      length(aws_route53_health_check.failover) + length(aws_route53_health_check.api) == 0
    )
    error_message = "Nothing of Azure."
  }
  assert {
    condition = (
      aws_route53_record.primary[0].name == "files.example.com" &&
      aws_route53_record.primary[0].type == "CNAME" &&
      aws_route53_record.primary[0].ttl == 30
    )
    error_message = "The record of the service."
  }
  assert {
    condition = (
      aws_route53_record.aws[0].name == "aws.files.example.com" &&
      aws_route53_record.aws[0].type == "CNAME" &&
      toset(aws_route53_record.aws[0].records) == toset(["d-aws.execute-api.eu-west-1.amazonaws.com"]) &&
      toset(aws_route53_record.primary[0].records) == toset(["d-public.execute-api.eu-west-1.amazonaws.com"])
    )
    error_message = "Each name leads to its own domain of the API, which alone has its certificate."
  }
  assert {
    condition     = aws_api_gateway_rest_api.main.disable_execute_api_endpoint
    error_message = "The API's own address goes around the domain."
  }
  assert {
    condition = (
      keys(aws_api_gateway_domain_name.main) == ["aws.files.example.com", "files.example.com"] &&
      alltrue([
        for name in aws_api_gateway_domain_name.main :
        name.security_policy == "TLS_1_2" && toset(name.endpoint_configuration[0].types) == toset(["REGIONAL"])
      ])
    )
    error_message = "TLS 1.2 at least, under both names."
  }
  assert {
    condition = (
      aws_acm_certificate.main[0].domain_name == "files.example.com" &&
      toset(aws_acm_certificate.main[0].subject_alternative_names) == toset(["aws.files.example.com"]) &&
      aws_acm_certificate.main[0].validation_method == "DNS"
    )
    error_message = "One certificate for both names."
  }
  assert {
    condition = { for host, record in aws_route53_record.certificate : host => "${record.name} ${record.type} ${one(record.records)}" } == {
      "files.example.com"     = "_a.files.example.com CNAME _a.acm"
      "aws.files.example.com" = "_b.aws.files.example.com CNAME _b.acm"
    }
    error_message = "The records by which ACM sees that the names are ours."
  }
  assert {
    condition = (
      alltrue([for mapping in aws_api_gateway_base_path_mapping.main : mapping.stage_name == "live" && mapping.base_path == null]) &&
      length(aws_api_gateway_base_path_mapping.main) == 2
    )
    error_message = "Both names lead to the stage."
  }
  assert {
    condition = (
      output.url == "https://files.example.com" &&
      output.aws_url == "https://aws.files.example.com" &&
      module.api.configuration.environment.Nv__PublicUrl == "https://files.example.com"
    )
    error_message = "The service's address."
  }
}

run "failover" {
  variables {
    domain = { host = "files.example.com", zone_id = "Z0000000000000" }
    azure = {
      tenant_id             = "11111111-1111-1111-1111-111111111111"
      audience              = "api://nv-demo"
      subject               = "22222222-2222-2222-2222-222222222222"
      front_door_host       = "nv-demo.azurefd.net"
      front_door_validation = "token"
    }
  }

  assert {
    condition     = toset(keys(output.health_checks)) == toset(["aws", "azure"])
    error_message = "The drill needs the ids of both clouds' health checks."
  }
  assert {
    condition = [
      for record in concat(aws_route53_record.primary, aws_route53_record.secondary) :
      "${record.zone_id} ${record.name} ${record.type} ${record.ttl} ${record.set_identifier} ${record.failover_routing_policy[0].type}"
      ] == [
      "Z0000000000000 files.example.com CNAME 30 aws PRIMARY",
      "Z0000000000000 files.example.com CNAME 30 azure SECONDARY",
    ]
    error_message = "Two records of one name, for 30 s: AWS first, then Azure."
  }
  assert {
    condition = [for record in concat(aws_route53_record.primary, aws_route53_record.secondary) : one(record.records)] == [
      "d-public.execute-api.eu-west-1.amazonaws.com", "nv-demo.azurefd.net",
    ]
    error_message = "To API Gateway and to Front Door."
  }
  assert {
    condition = [for record in concat(aws_route53_record.primary, aws_route53_record.secondary) : record.health_check_id] == [
      aws_route53_health_check.failover[0].id, aws_route53_health_check.main["azure"].id,
    ]
    error_message = "AWS by all of its checks, Azure by its own."
  }
  assert {
    condition = {
      for cloud, check in aws_route53_health_check.main :
      cloud => "${check.type} ${check.fqdn}:${check.port}${check.resource_path} ${check.failure_threshold} x ${check.request_interval} s"
      } == {
      aws   = "HTTPS aws.files.example.com:443/health 3 x 30 s"
      azure = "HTTPS nv-demo.azurefd.net:443/health 3 x 30 s"
    }
    error_message = "Health is asked of each cloud, not of the name that fails over."
  }
  assert {
    condition = (
      aws_route53_health_check.failover[0].type == "CALCULATED" &&
      toset(aws_route53_health_check.failover[0].child_healthchecks) == toset([
        aws_route53_health_check.main["aws"].id,
        aws_route53_health_check.api["api-failing"].id,
        aws_route53_health_check.api["api-crashing"].id,
      ]) &&
      aws_route53_health_check.failover[0].child_health_threshold == 3
    )
    error_message = "AWS is on duty while /health answers and api neither fails nor crashes."
  }
  assert {
    condition = {
      for name, check in aws_route53_health_check.api : name =>
      "${check.type} ${check.cloudwatch_alarm_region} ${check.cloudwatch_alarm_name} ${check.insufficient_data_health_status}"
      } == {
      api-failing  = "CLOUDWATCH_METRIC eu-west-1 test-api-failing Healthy"
      api-crashing = "CLOUDWATCH_METRIC eu-west-1 test-api-crashing Healthy"
    }
    error_message = "By api's alarms; an idle api is a healthy one."
  }
  assert {
    condition = alltrue([
      for name, check in aws_route53_health_check.api : check.triggers == tomap({
        alarm = sha1(jsonencode([
          for attribute in [
            "namespace", "metric_name", "dimensions", "statistic", "period", "evaluation_periods", "comparison_operator", "threshold",
            "treat_missing_data",
          ] : aws_cloudwatch_metric_alarm.api[name][attribute]
        ]))
      })
    ])
    error_message = "Route 53 does not hear of a change of the alarm."
  }
  assert {
    condition = strcontains(
      file("${path.module}/../functions/NvDemo.Core/Http/RequestLog.cs"), "ServerErrors.Record(status >= 500 ? 1 : 0)",
    )
    error_message = "The average of what is counted only when it fails is always 1: three minutes with a failure each would move everybody."
  }
  # Route 53: "Standard-resolution metrics ... Statistics: Average, Minimum, Maximum, Sum, and SampleCount"; no metric math, no "M out of N".
  assert {
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.api :
      (
        contains(["Average", "Minimum", "Maximum", "Sum", "SampleCount"], alarm.statistic) && alarm.extended_statistic == null &&
        alarm.period >= 60 && length(alarm.metric_query) == 0 && alarm.datapoints_to_alarm == null
      )
    ])
    error_message = "An alarm that Route 53 can't watch."
  }
  assert {
    condition = {
      for name, alarm in aws_cloudwatch_metric_alarm.api :
      name => [
        "${alarm.alarm_name} ${alarm.namespace} ${alarm.metric_name} ${alarm.statistic} ${alarm.comparison_operator} ${alarm.threshold}",
        "${alarm.evaluation_periods} x ${alarm.period} s", alarm.dimensions,
      ]
      } == {
      api-failing = [
        "test-api-failing NvDemo ServerErrors Average GreaterThanThreshold 0.5", "3 x 60 s", tomap({ Function = "api" }),
      ]
      api-crashing = [
        "test-api-crashing AWS/Lambda Errors Average GreaterThanThreshold 0.5", "3 x 60 s",
        tomap({ FunctionName = "test-api", Resource = "test-api:live" }),
      ]
    }
    error_message = "api's own failures: what strangers can cause, throttles and refusals, is not among them."
  }
  assert {
    condition = (
      aws_route53_record.front_door[0].name == "_dnsauth.files.example.com" &&
      aws_route53_record.front_door[0].type == "TXT" &&
      toset(aws_route53_record.front_door[0].records) == toset(["token"])
    )
    error_message = "The record by which Front Door sees that the name is ours."
  }
}
