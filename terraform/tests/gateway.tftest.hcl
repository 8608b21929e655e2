mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "a_regional_rest_api_for_bodies_of_every_type" {
  assert {
    condition     = toset(aws_api_gateway_rest_api.main.binary_media_types) == toset(["*/*"])
    error_message = "Bodies would be changed on their way."
  }
  assert {
    condition     = toset(aws_api_gateway_rest_api.main.endpoint_configuration[0].types) == toset(["REGIONAL"])
    error_message = "The API is not regional."
  }
  assert {
    condition     = !aws_api_gateway_rest_api.main.disable_execute_api_endpoint && length(aws_api_gateway_domain_name.main) == 0
    error_message = "Without a domain the API has its own address."
  }
}

run "routes_and_who_may_take_them" {
  assert {
    condition = {
      for route, method in aws_api_gateway_method.main :
      route => "${method.http_method} ${method.resource_id} ${method.authorization} ${coalesce(method.authorizer_id, "-")}"
      } == {
      "ANY /"                 = "ANY root000000 CUSTOM auth000000"
      "OPTIONS /"             = "OPTIONS root000000 NONE -"
      "ANY /{proxy+}"         = "ANY proxy00000 CUSTOM auth000000"
      "OPTIONS /{proxy+}"     = "OPTIONS proxy00000 NONE -"
      "ANY /api"              = "ANY api0000000 CUSTOM auth000000"
      "OPTIONS /api"          = "OPTIONS api0000000 NONE -"
      "ANY /api/{proxy+}"     = "ANY apiproxy00 CUSTOM auth000000"
      "OPTIONS /api/{proxy+}" = "OPTIONS apiproxy00 NONE -"
      "ANY /api/openapi.json" = "ANY openapi000 NONE -"
      "ANY /ui"               = "ANY ui00000000 NONE -"
      "ANY /ui/{proxy+}"      = "ANY uiproxy000 NONE -"
      "GET /health"           = "GET health0000 NONE -"
      "HEAD /health"          = "HEAD health0000 NONE -"
      "OPTIONS /health"       = "OPTIONS health0000 NONE -"
      "ANY /health"           = "ANY health0000 NONE -"
    }
    error_message = "Everything but /health, the pages, the description and OPTIONS is behind the authorizer."
  }
  assert {
    condition     = aws_api_gateway_resource.proxy.path_part == "{proxy+}" && aws_api_gateway_resource.health.path_part == "health"
    error_message = "The resources' paths."
  }
  assert {
    condition = alltrue([
      for route, integration in aws_api_gateway_integration.main :
      integration.type == "AWS_PROXY" && integration.integration_http_method == "POST" &&
      (
        integration.resource_id == aws_api_gateway_method.main[route].resource_id &&
        integration.http_method == aws_api_gateway_method.main[route].http_method
      ) &&
      integration.uri == (
        contains(["GET /health", "HEAD /health", "OPTIONS /health"], route) ? module.health.invoke_arn : module.api.invoke_arn
      )
    ]) && length(aws_api_gateway_integration.main) == 15
    error_message = "/health leads to health:live, every other route to api:live."
  }
}

run "the_authorizer" {
  assert {
    condition = (
      aws_api_gateway_authorizer.main.type == "REQUEST" &&
      aws_api_gateway_authorizer.main.identity_source == "method.request.header.Authorization"
    )
    error_message = "A REQUEST authorizer by the Authorization header; without one it is not asked."
  }
  assert {
    condition     = aws_api_gateway_authorizer.main.authorizer_result_ttl_in_seconds == 60
    error_message = "Its answers are kept for 60 s."
  }
  assert {
    condition     = aws_api_gateway_authorizer.main.authorizer_uri == module.authorizer.invoke_arn
    error_message = "authorizer:live is asked."
  }
}

run "the_gateway_alone_invokes" {
  assert {
    condition = [
      for permission in [aws_lambda_permission.api, aws_lambda_permission.health, aws_lambda_permission.authorizer] :
      "${permission.principal} ${permission.function_name}:${permission.qualifier} ${permission.source_arn}"
      ] == [
      "apigateway.amazonaws.com test-api:live arn:aws:execute-api:eu-west-1:123456789012:api0000000/live/*",
      "apigateway.amazonaws.com test-health:live arn:aws:execute-api:eu-west-1:123456789012:api0000000/live/*/health",
      "apigateway.amazonaws.com test-authorizer:live arn:aws:execute-api:eu-west-1:123456789012:api0000000/authorizers/auth000000",
    ]
    error_message = "Other APIs may invoke the functions."
  }
}

run "the_stage" {
  assert {
    condition = (
      aws_api_gateway_stage.main.stage_name == "live" &&
      aws_api_gateway_stage.main.deployment_id == aws_api_gateway_deployment.main.id
    )
    error_message = "The stage serves the deployment."
  }
  assert {
    condition = (
      one(aws_api_gateway_method_settings.main.settings).throttling_rate_limit == 50 &&
      one(aws_api_gateway_method_settings.main.settings).throttling_burst_limit == 20
    )
    error_message = "50 requests a second, and a burst of 20."
  }
  # p99 of 0.4 s. What is let through beyond that, Lambda refuses.
  assert {
    condition = (
      one(aws_api_gateway_method_settings.main.settings).throttling_burst_limit +
      one(aws_api_gateway_method_settings.main.settings).throttling_rate_limit * 0.4 <= module.api.configuration.concurrency
    )
    error_message = "The gateway lets more through one route than api has instances for."
  }
  assert {
    condition = (
      one(aws_api_gateway_method_settings.main.settings).metrics_enabled &&
      aws_api_gateway_method_settings.main.method_path == "*/*"
    )
    error_message = "Metrics of every method."
  }
  assert {
    condition = (
      one(aws_api_gateway_method_settings.main.settings).logging_level == "OFF" &&
      one(aws_api_gateway_method_settings.main.settings).data_trace_enabled == false
    )
    error_message = "The execution log has credentials in it."
  }
  assert {
    condition = (
      one(aws_api_gateway_stage.main.access_log_settings).destination_arn == aws_cloudwatch_log_group.access.arn &&
      aws_cloudwatch_log_group.access.retention_in_days == 7
    )
    error_message = "Access logs, for 7 days."
  }
  assert {
    condition = (
      length(regexall("(?i)header|authorization|query|cookie|override", one(aws_api_gateway_stage.main.access_log_settings).format)) ==
      0
    )
    error_message = "Credentials would get into the access log."
  }
}

# Neither load nor an attack elsewhere makes Route 53 believe that this cloud is out.
run "health_has_limits_and_instances_of_its_own" {
  assert {
    condition = {
      for settings in aws_api_gateway_method_settings.health :
      settings.method_path => "${one(settings.settings).throttling_rate_limit} ${one(settings.settings).throttling_burst_limit}"
    } == { "health/GET" = "50 5", "health/HEAD" = "50 5", "health/OPTIONS" = "50 5" }
    error_message = "Each method of /health has settings of its own, by a path without its first slash."
  }
  assert {
    condition = alltrue([
      for settings in aws_api_gateway_method_settings.health :
      settings.stage_name == "live" && settings.rest_api_id == "api0000000" && one(settings.settings).logging_level == "OFF" &&
      one(settings.settings).data_trace_enabled == false
    ])
    error_message = "They are the stage's, and log no credentials."
  }
  assert {
    condition = (
      [module.health.configuration.concurrency, module.authorizer.configuration.concurrency, module.api.configuration.concurrency] ==
      [5, 10, 40]
    )
    error_message = "Instances that are reserved."
  }
}

run "an_account_that_can_reserve_none" {
  variables {
    api_concurrency        = null
    health_concurrency     = null
    authorizer_concurrency = null
    throttle               = { rate = 10, burst = 5 }
  }

  assert {
    condition     = alltrue([for function in local.functions : function.configuration.concurrency == -1])
    error_message = "null reserves something."
  }
}

run "an_authorizer_that_is_always_asked" {
  variables { authorizer_ttl = 0 }

  assert {
    condition     = aws_api_gateway_authorizer.main.authorizer_result_ttl_in_seconds == 0
    error_message = "authorizer_ttl is without effect."
  }
}

# A stage serves what was deployed last: what changes and triggers no deployment, clients never see.
run "every_part_of_the_api_triggers_its_deployment" {
  assert {
    condition = aws_api_gateway_deployment.main.triggers == tomap({
      media_types  = jsonencode(aws_api_gateway_rest_api.main.binary_media_types)
      own_address  = "false"
      authorizer   = sha1(jsonencode(aws_api_gateway_authorizer.main))
      methods      = sha1(jsonencode(aws_api_gateway_method.main))
      integrations = sha1(jsonencode(aws_api_gateway_integration.main))
      responses    = sha1(jsonencode(aws_api_gateway_gateway_response.main))
    })
    error_message = "The triggers: ${jsonencode(aws_api_gateway_deployment.main.triggers)}"
  }
  assert {
    condition     = aws_api_gateway_deployment.main.rest_api_id == "api0000000"
    error_message = "Another API is deployed."
  }
}

# As tests/NvDemo.LocalClouds/Aws/ApiGateway/GatewayResponse.cs has them.
run "the_gateway_answers_like_the_service" {
  assert {
    condition = alltrue([
      for type, response in local.gateway_responses : type == "WAF_FILTERED" || (
        strcontains(
          file("${path.module}/../tests/NvDemo.LocalClouds/Aws/ApiGateway/GatewayResponse.cs"),
          format(
            "new(%d, %s%s)",
            response.status,
            jsonencode(response.detail),
            join("", [for name, value in response.headers : ", (${jsonencode(name)}, ${jsonencode(value)})"]),
          ),
        ) &&
        strcontains(file("${path.module}/../tests/NvDemo.LocalClouds/Aws/ApiGateway/GatewayResponse.cs"), type)
      )
    ])
    error_message = "A gateway response is not that of the local gateway: status, detail, headers."
  }
  assert {
    condition = (
      length(regexall("new\\([0-9]{3}, \"", file("${path.module}/../tests/NvDemo.LocalClouds/Aws/ApiGateway/GatewayResponse.cs"))) ==
      length(distinct([for type, response in local.gateway_responses : response if type != "WAF_FILTERED"]))
    )
    error_message = "The local gateway has a response that is missing here."
  }
  assert {
    condition = alltrue([
      for name, value in {
        Content-Type           = "application/problem+json"
        Cache-Control          = "no-store"
        X-Content-Type-Options = "nosniff"
        X-Nv-Cloud             = "aws"
        } : alltrue([
          for response in aws_api_gateway_gateway_response.main :
          response.response_parameters["gatewayresponse.header.${name}"] == "'${value}'"
      ]) && strcontains(file("${path.module}/../tests/NvDemo.LocalClouds/Aws/ApiGateway/GatewayResponse.cs"), "\"${value}\"")
    ])
    error_message = "The headers that all have."
  }
  assert {
    condition = alltrue([
      for response in aws_api_gateway_gateway_response.main :
      response.response_parameters["gatewayresponse.header.X-Request-Id"] == "context.requestId"
    ])
    error_message = "The request's id."
  }
  # RFC 6797, and not of the local gateway, which speaks plain HTTP (7.2).
  assert {
    condition = alltrue([
      for response in aws_api_gateway_gateway_response.main :
      "Strict-Transport-Security: ${trim(response.response_parameters["gatewayresponse.header.Strict-Transport-Security"], "'")}" ==
      "Strict-Transport-Security: ${regex("Year = \"([^\"]+)\"", file("${path.module}/../functions/NvDemo.Core/Http/Middleware/CommonHeaders.cs"))[0]}"
    ])
    error_message = "HTTPS for as long as the service itself says."
  }
}

run "the_gateway_answers_byte_for_byte" {
  assert {
    condition = aws_api_gateway_gateway_response.main["UNAUTHORIZED"].response_templates["application/json"] == join("", [
      "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,",
      "\"detail\":\"Credentials are required: HTTP Basic authentication.\",",
      "\"message\":\"Credentials are required: HTTP Basic authentication.\"}",
    ])
    error_message = "401's body: ${aws_api_gateway_gateway_response.main["UNAUTHORIZED"].response_templates["application/json"]}"
  }
  assert {
    condition = (
      (
        aws_api_gateway_gateway_response.main["UNAUTHORIZED"].response_parameters["gatewayresponse.header.WWW-Authenticate"] ==
        "'Basic realm=\"nv-demo\"'"
      ) &&
      aws_api_gateway_gateway_response.main["AUTHORIZER_FAILURE"].response_parameters["gatewayresponse.header.Retry-After"] == "'2'" &&
      alltrue([
        for type in ["THROTTLED", "INTEGRATION_FAILURE", "API_CONFIGURATION_ERROR", "DEFAULT_5XX"] :
        aws_api_gateway_gateway_response.main[type].response_parameters["gatewayresponse.header.Retry-After"] == "'1'"
      ])
    )
    error_message = "401 says how to authenticate, 429 and 503 when to try again."
  }
  assert {
    condition = {
      for type, response in aws_api_gateway_gateway_response.main :
      type => "${coalesce(response.status_code, "any")} ${try(jsondecode(response.response_templates["application/json"]).title, "-")}"
      } == {
      UNAUTHORIZED                   = "401 Unauthorized"
      ACCESS_DENIED                  = "403 Forbidden"
      AUTHORIZER_FAILURE             = "503 Service Unavailable"
      AUTHORIZER_CONFIGURATION_ERROR = "503 Service Unavailable"
      REQUEST_TOO_LARGE              = "413 Content Too Large"
      THROTTLED                      = "429 Too Many Requests"
      INTEGRATION_FAILURE            = "503 Service Unavailable"
      API_CONFIGURATION_ERROR        = "503 Service Unavailable"
      INTEGRATION_TIMEOUT            = "504 Gateway Timeout"
      WAF_FILTERED                   = "403 Forbidden"
      DEFAULT_5XX                    = "503 Service Unavailable"
      DEFAULT_4XX                    = "any -"
    }
    error_message = "The responses, their status and title."
  }
  assert {
    condition = alltrue([
      for type, response in aws_api_gateway_gateway_response.main :
      (
        type == "DEFAULT_4XX" ||
        try(
          (
            (
              jsondecode(response.response_templates["application/json"]).message ==
              jsondecode(response.response_templates["application/json"]).detail
            ) &&
            tostring(jsondecode(response.response_templates["application/json"]).status) == response.status_code
          ),
          false,
        )
      )
    ])
    error_message = "Every body is a problem with status, detail and message."
  }
}

run "pages_read_nothing_unless_asked" {
  assert {
    condition = alltrue(flatten([
      for response in aws_api_gateway_gateway_response.main : [
        for name in keys(response.response_parameters) : !can(regex("Access-Control|Vary", name))
      ]
    ]))
    error_message = "CORS is off by default."
  }
}

# The Fetch standard: without these a page sees a network error where the service said 401, 403, 413, 429 or 503.
run "pages_of_one_origin_read_the_gateways_answers" {
  variables { cors_origins = ["https://app.example.com"] }

  assert {
    condition = alltrue([
      for response in aws_api_gateway_gateway_response.main :
      response.response_parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "'https://app.example.com'" &&
      response.response_parameters["gatewayresponse.header.Vary"] == "'Origin'"
    ]) && length(aws_api_gateway_gateway_response.main) == 12
    error_message = "The one origin, as a constant."
  }
  assert {
    condition = alltrue([
      for response in aws_api_gateway_gateway_response.main :
      trim(response.response_parameters["gatewayresponse.header.Access-Control-Expose-Headers"], "'") == join("", flatten(regexall(
        "\"([^\"]+)\"",
        regex("(?s)ExposedHeaders =(.+?);", file("${path.module}/../functions/NvDemo.Core/Http/Middleware/Cors.cs"))[0],
      )))
    ])
    error_message = "Pages may read other headers than those of the service's own responses."
  }
  assert {
    condition = alltrue([
      for response in aws_api_gateway_gateway_response.main :
      !contains(keys(response.response_parameters), "gatewayresponse.header.Access-Control-Allow-Credentials")
    ])
    error_message = "A browser's own credentials are never allowed."
  }
}

run "pages_of_several_origins_do" {
  variables { cors_origins = ["https://app.example.com", "https://admin.example.com"] }

  assert {
    condition = alltrue([
      for response in aws_api_gateway_gateway_response.main :
      response.response_parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "method.request.header.Origin" &&
      response.response_parameters["gatewayresponse.header.Vary"] == "'Origin'"
    ])
    error_message = "The origin that asked."
  }
}

run "pages_of_all_origins_do" {
  variables { cors_origins = ["*"] }

  assert {
    condition = alltrue([
      for response in aws_api_gateway_gateway_response.main :
      response.response_parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "'*'"
    ])
    error_message = "Any origin."
  }
}

run "no_web_acl_unless_asked" {
  assert {
    condition     = length(aws_cloudformation_stack.waf) == 0 && length(aws_wafv2_web_acl_association.main) == 0
    error_message = "A web ACL costs."
  }
}

run "a_web_acl_when_asked" {
  variables { waf = true }

  assert {
    condition = (
      aws_wafv2_web_acl_association.main[0].resource_arn == aws_api_gateway_stage.main.arn &&
      aws_wafv2_web_acl_association.main[0].web_acl_arn == aws_cloudformation_stack.waf[0].outputs["Arn"]
    )
    error_message = "The web ACL does not stand before the stage."
  }
  assert {
    condition = (
      jsondecode(aws_cloudformation_stack.waf[0].template_body).Resources.WebAcl.Properties.Rules[*].Name ==
      ["rate", "reputation"]
    )
    error_message = "The web ACL's rules."
  }
  assert {
    condition     = !strcontains(aws_cloudformation_stack.waf[0].template_body, "\"SampledRequestsEnabled\":true")
    error_message = "Samples would show credentials."
  }
}

run "the_accounts_role_may_be_set_elsewhere" {
  variables { api_gateway_account = false }

  assert {
    condition     = length(aws_api_gateway_account.main) == 0 && length(aws_iam_role.gateway_logs) == 0
    error_message = "api_gateway_account is without effect."
  }
}
