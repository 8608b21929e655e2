# What clients get when the gateway itself answers: the same as from the service, on either cloud. The table is that of the local gateway,
# tests/NvDemo.LocalClouds/Aws/ApiGateway/GatewayResponse.cs; tests/gateway.tftest.hcl compares them. Only here the gateway speaks HTTPS.

locals {
  gateway_responses = {
    UNAUTHORIZED = {
      status  = 401
      title   = "Unauthorized"
      detail  = "Credentials are required: HTTP Basic authentication."
      headers = { WWW-Authenticate = "Basic realm=\"nv-demo\"" }
    }
    ACCESS_DENIED = {
      status  = 403
      title   = "Forbidden"
      detail  = "The credentials are not valid or do not permit this operation."
      headers = {}
    }
    # An authorizer that fails, or one that Lambda did not start because all its instances are taken: which of the two types it is for the
    # latter is to be seen on a real account.
    AUTHORIZER_FAILURE             = local.no_authentication
    AUTHORIZER_CONFIGURATION_ERROR = local.no_authentication
    REQUEST_TOO_LARGE = {
      status  = 413
      title   = "Content Too Large"
      detail  = "The body is too large for a direct upload. GET /api/upload_presigned/{key} gives a URL to PUT it to."
      headers = {}
    }
    THROTTLED = {
      status  = 429
      title   = "Too Many Requests"
      detail  = "Too many requests at once."
      headers = { Retry-After = "1" }
    }
    # A function that failed, or one that Lambda did not start because all its instances are taken: the gateway can't tell them apart, and
    # which of these three types it is for the latter is to be seen on a real account.
    INTEGRATION_FAILURE     = local.not_available
    API_CONFIGURATION_ERROR = local.not_available
    DEFAULT_5XX             = local.not_available
    INTEGRATION_TIMEOUT = {
      status  = 504
      title   = "Gateway Timeout"
      detail  = "The function did not answer in time."
      headers = {}
    }
    # Not in the local gateway, which has no web ACL.
    WAF_FILTERED = {
      status  = 403
      title   = "Forbidden"
      detail  = "The request was refused."
      headers = {}
    }
  }

  no_authentication = {
    status  = 503
    title   = "Service Unavailable"
    detail  = "Authentication is not available at the moment."
    headers = { Retry-After = "2" }
  }

  not_available = {
    status  = 503
    title   = "Service Unavailable"
    detail  = "The service is not available at the moment."
    headers = { Retry-After = "1" }
  }

  # Pages must be able to read these, too, and here nothing can look an origin up in a list: with several, every origin may read what has no
  # secret in it. Credentials of the browser's own are never allowed.
  gateway_cors = length(var.cors_origins) == 0 ? {} : {
    Access-Control-Allow-Origin = (
      contains(var.cors_origins, "*") ? "'*'" :
      length(var.cors_origins) == 1 ? "'${var.cors_origins[0]}'" :
      "method.request.header.Origin"
    )
    # As functions/NvDemo.Core/Http/Middleware/Cors.cs.
    Access-Control-Expose-Headers = "'${join(", ", [
      "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Range", "ETag", "Link", "Location", "Nv-Index", "Nv-Size",
      "Nv-Undelete", "Repr-Digest", "Retry-After", "Tus-Checksum-Algorithm", "Tus-Extension", "Tus-Max-Size", "Tus-Resumable", "Tus-Version",
      "Upload-Expires", "Upload-Length", "Upload-Metadata", "Upload-Offset", "X-Nv-Cloud", "X-Request-Id",
    ])}'"
    Vary = "'Origin'"
  }

  # By hand: jsonencode would sort the members.
  gateway_bodies = merge(
    {
      for type, response in local.gateway_responses : type => format(
        "{\"type\":\"about:blank\",\"title\":%s,\"status\":%d,\"detail\":%s,\"message\":%s}",
        jsonencode(response.title), response.status, jsonencode(response.detail), jsonencode(response.detail),
      )
    },
    # A request that the gateway can't read, whatever status it finds for that; its message comes in quotes.
    { DEFAULT_4XX = "{\"type\":\"about:blank\",\"detail\":$context.error.messageString,\"message\":$context.error.messageString}" },
  )
}

resource "aws_api_gateway_gateway_response" "main" {
  for_each = local.gateway_bodies

  rest_api_id   = aws_api_gateway_rest_api.main.id
  response_type = each.key
  status_code   = try(tostring(local.gateway_responses[each.key].status), null)

  # The template's name is what API Gateway looks for; the header is what the client gets.
  response_templates = { "application/json" = each.value }

  # A text in single quotes is a constant.
  response_parameters = merge(
    {
      "gatewayresponse.header.Content-Type"              = "'application/problem+json'"
      "gatewayresponse.header.Cache-Control"             = "'no-store'"
      "gatewayresponse.header.Strict-Transport-Security" = "'max-age=31536000'"
      "gatewayresponse.header.X-Content-Type-Options"    = "'nosniff'"
      "gatewayresponse.header.X-Nv-Cloud"                = "'aws'"
      "gatewayresponse.header.X-Request-Id"              = "context.requestId"
    },
    { for name, value in try(local.gateway_responses[each.key].headers, {}) : "gatewayresponse.header.${name}" => "'${value}'" },
    { for name, value in local.gateway_cors : "gatewayresponse.header.${name}" => value },
  )
}
