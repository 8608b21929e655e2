# A REST API, not an HTTP API: HTTP APIs decode the path twice and cut it at an encoded question mark, which would write to another key.

locals {
  stage = "live"

  resources = {
    "/"         = aws_api_gateway_rest_api.main.root_resource_id
    "/{proxy+}" = aws_api_gateway_resource.proxy.id
    "/health"   = aws_api_gateway_resource.health.id
    # A resource without methods of its own would answer for them; so these have what /{proxy+} has.
    "/api"              = aws_api_gateway_resource.api.id
    "/api/{proxy+}"     = aws_api_gateway_resource.api_proxy.id
    "/api/openapi.json" = aws_api_gateway_resource.openapi.id
    "/ui"               = aws_api_gateway_resource.ui.id
    "/ui/{proxy+}"      = aws_api_gateway_resource.ui_proxy.id
  }

  # ANY takes whatever has no method of its own. Browsers send preflight requests without credentials, health checks have none. Of /health
  # the three methods that it has are the function health's; api says of all others that there are none.
  routes = {
    "ANY /"                 = { path = "/", method = "ANY", open = false, function = module.api }
    "OPTIONS /"             = { path = "/", method = "OPTIONS", open = true, function = module.api }
    "ANY /{proxy+}"         = { path = "/{proxy+}", method = "ANY", open = false, function = module.api }
    "OPTIONS /{proxy+}"     = { path = "/{proxy+}", method = "OPTIONS", open = true, function = module.api }
    "ANY /api"              = { path = "/api", method = "ANY", open = false, function = module.api }
    "OPTIONS /api"          = { path = "/api", method = "OPTIONS", open = true, function = module.api }
    "ANY /api/{proxy+}"     = { path = "/api/{proxy+}", method = "ANY", open = false, function = module.api }
    "OPTIONS /api/{proxy+}" = { path = "/api/{proxy+}", method = "OPTIONS", open = true, function = module.api }
    "ANY /api/openapi.json" = { path = "/api/openapi.json", method = "ANY", open = true, function = module.api }
    "ANY /ui"               = { path = "/ui", method = "ANY", open = true, function = module.api }
    "ANY /ui/{proxy+}"      = { path = "/ui/{proxy+}", method = "ANY", open = true, function = module.api }
    "GET /health"           = { path = "/health", method = "GET", open = true, function = module.health }
    "HEAD /health"          = { path = "/health", method = "HEAD", open = true, function = module.health }
    "OPTIONS /health"       = { path = "/health", method = "OPTIONS", open = true, function = module.health }
    "ANY /health"           = { path = "/health", method = "ANY", open = true, function = module.api }
  }

  own_url    = "https://${aws_api_gateway_rest_api.main.id}.execute-api.${var.region}.amazonaws.com/${local.stage}"
  api_url    = var.domain == null ? local.own_url : "https://${local.aws_host}"
  public_url = var.domain == null ? local.own_url : "https://${var.domain.host}"
}

resource "aws_api_gateway_rest_api" "main" {
  name        = var.name
  description = "The file store"
  # Bodies of every type pass unchanged, in base64.
  binary_media_types = ["*/*"]
  # One address, the one with TLS 1.2, throttling and the web ACL.
  disable_execute_api_endpoint = var.domain != null

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "proxy" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  parent_id   = aws_api_gateway_rest_api.main.root_resource_id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_resource" "health" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  parent_id   = aws_api_gateway_rest_api.main.root_resource_id
  path_part   = "health"
}

resource "aws_api_gateway_resource" "api" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  parent_id   = aws_api_gateway_rest_api.main.root_resource_id
  path_part   = "api"
}

resource "aws_api_gateway_resource" "api_proxy" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  parent_id   = aws_api_gateway_resource.api.id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_resource" "openapi" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  parent_id   = aws_api_gateway_resource.api.id
  path_part   = "openapi.json"
}

resource "aws_api_gateway_resource" "ui" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  parent_id   = aws_api_gateway_rest_api.main.root_resource_id
  path_part   = "ui"
}

resource "aws_api_gateway_resource" "ui_proxy" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  parent_id   = aws_api_gateway_resource.ui.id
  path_part   = "{proxy+}"
}

# The gateway keeps refusals, too: who was added meanwhile stays refused for as long as who was removed stays allowed.
resource "aws_api_gateway_authorizer" "main" {
  name                             = "clients"
  rest_api_id                      = aws_api_gateway_rest_api.main.id
  type                             = "REQUEST"
  authorizer_uri                   = module.authorizer.invoke_arn
  identity_source                  = "method.request.header.Authorization"
  authorizer_result_ttl_in_seconds = var.authorizer_ttl
}

resource "aws_api_gateway_method" "main" {
  for_each = local.routes

  rest_api_id   = aws_api_gateway_rest_api.main.id
  resource_id   = local.resources[each.value.path]
  http_method   = each.value.method
  authorization = each.value.open ? "NONE" : "CUSTOM"
  authorizer_id = each.value.open ? null : aws_api_gateway_authorizer.main.id
}

resource "aws_api_gateway_integration" "main" {
  for_each = local.routes

  rest_api_id             = aws_api_gateway_rest_api.main.id
  resource_id             = local.resources[each.value.path]
  http_method             = aws_api_gateway_method.main[each.key].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = each.value.function.invoke_arn
  timeout_milliseconds    = 29000
}

resource "aws_lambda_permission" "api" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = module.api.name
  qualifier     = module.api.alias
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.main.execution_arn}/${local.stage}/*"
}

resource "aws_lambda_permission" "health" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = module.health.name
  qualifier     = module.health.alias
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.main.execution_arn}/${local.stage}/*/health"
}

resource "aws_lambda_permission" "authorizer" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = module.authorizer.name
  qualifier     = module.authorizer.alias
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.main.execution_arn}/authorizers/${aws_api_gateway_authorizer.main.id}"
}

# The API as it is now, frozen; the stage serves it. What is not among the triggers changes the API and not what clients see.
resource "aws_api_gateway_deployment" "main" {
  rest_api_id = aws_api_gateway_rest_api.main.id

  triggers = {
    media_types  = jsonencode(aws_api_gateway_rest_api.main.binary_media_types)
    own_address  = tostring(aws_api_gateway_rest_api.main.disable_execute_api_endpoint)
    authorizer   = sha1(jsonencode(aws_api_gateway_authorizer.main))
    methods      = sha1(jsonencode(aws_api_gateway_method.main))
    integrations = sha1(jsonencode(aws_api_gateway_integration.main))
    responses    = sha1(jsonencode(aws_api_gateway_gateway_response.main))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_days
}

resource "aws_api_gateway_stage" "main" {
  rest_api_id   = aws_api_gateway_rest_api.main.id
  deployment_id = aws_api_gateway_deployment.main.id
  stage_name    = local.stage

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    # No header and no query: credentials never reach the log.
    format = jsonencode({
      time            = "$context.requestTime"
      id              = "$context.requestId"
      ip              = "$context.identity.sourceIp"
      client          = "$context.authorizer.principalId"
      method          = "$context.httpMethod"
      path            = "$context.path"
      status          = "$context.status"
      bytes           = "$context.responseLength"
      latency         = "$context.responseLatency"
      function        = "$context.integrationLatency"
      functionStatus  = "$context.integration.status"
      gatewayResponse = "$context.error.responseType"
    })
  }

  depends_on = [aws_api_gateway_account.main]
}

resource "aws_api_gateway_method_settings" "main" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  stage_name  = aws_api_gateway_stage.main.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = var.throttle.rate
    throttling_burst_limit = var.throttle.burst
    # The execution log would have the headers.
    logging_level      = "OFF"
    data_trace_enabled = false
  }
}

# Load on the other methods leaves these theirs: each method has its own bucket, and the path here has no slash before it. Who floods
# /health itself is not held by this, and does Route 53 believe that this cloud is out: var.waf limits each address.
resource "aws_api_gateway_method_settings" "health" {
  for_each = toset([for route in values(local.routes) : route.method if route.path == "/health" && route.method != "ANY"])

  rest_api_id = aws_api_gateway_rest_api.main.id
  stage_name  = aws_api_gateway_stage.main.stage_name
  method_path = "health/${each.key}"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = var.health_throttle.rate
    throttling_burst_limit = var.health_throttle.burst
    logging_level          = "OFF"
    data_trace_enabled     = false
  }
}

# API Gateway writes its logs with one role for all APIs of the account in a region, and tries that role when it is given.
resource "aws_iam_role" "gateway_logs" {
  count = var.api_gateway_account ? 1 : 0

  name = "${var.name}-gateway-logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "apigateway.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}

# AWS's own policy, because API Gateway refuses a role without every action in it. It is for all log groups: the role is the account's.
resource "aws_iam_role_policy_attachment" "gateway_logs" {
  count = var.api_gateway_account ? 1 : 0

  role       = aws_iam_role.gateway_logs[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "main" {
  count = var.api_gateway_account ? 1 : 0

  cloudwatch_role_arn = aws_iam_role.gateway_logs[0].arn

  depends_on = [aws_iam_role_policy_attachment.gateway_logs]
}
