# The daily canary: canary/canary.py. A small Lambda, since it needs least: Synthetics wants the same script, in a zip, and a bucket for its
# results, a browser's runtime and a price per run besides. CloudFormation makes the function because it takes code inline; the AWS provider
# takes only zips, which would want a build step or a provider more.
#
# It has credentials of its own, in its own secret and in the client secret beside the others: the client secret stays the authorizer's.

locals {
  canary_name = "${var.name}-canary"
  canary_urls = compact([local.api_url, try("https://${var.azure.front_door_host}", "")])

  # Where DNS leads the public name: the canary goes to both under that name, whichever is on duty.
  canary_endpoints = var.domain == null ? {} : merge(
    { aws = aws_api_gateway_domain_name.main[var.domain.host].regional_domain_name },
    var.azure == null ? {} : { azure = var.azure.front_door_host },
  )
  canary_arn = one(aws_cloudformation_stack.canary[*].outputs["Arn"])
}

resource "aws_secretsmanager_secret" "canary" {
  count = var.canary.enabled ? 1 : 0

  name                    = "${var.name}/canary"
  description             = "What the canary signs in with"
  recovery_window_in_days = 7
}

resource "aws_cloudwatch_log_group" "canary" {
  count = var.canary.enabled ? 1 : 0

  name              = "/aws/lambda/${local.canary_name}"
  retention_in_days = var.log_days
}

resource "aws_iam_role" "canary" {
  count = var.canary.enabled ? 1 : 0

  name = local.canary_name

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "lambda.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "canary" {
  count = var.canary.enabled ? 1 : 0

  name = "function"
  role = aws_iam_role.canary[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.canary[0].arn}:*"]
      },
      {
        Sid      = "Credentials"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [aws_secretsmanager_secret.canary[0].arn]
      },
    ]
  })
}

resource "aws_cloudformation_stack" "canary" {
  count = var.canary.enabled ? 1 : 0

  name = local.canary_name

  template_body = jsonencode({
    Resources = {
      Function = {
        Type = "AWS::Lambda::Function"
        Properties = {
          FunctionName  = local.canary_name
          Description   = "Tries every cloud: a file's way up and down, and TLS under the public name"
          Runtime       = "python3.13"
          Architectures = ["arm64"]
          Handler       = "index.handler"
          Code          = { ZipFile = file("${path.module}/canary/canary.py") }
          Role          = aws_iam_role.canary[0].arn
          MemorySize    = 256
          Timeout       = 300
          LoggingConfig = { LogGroup = aws_cloudwatch_log_group.canary[0].name }
          Environment = {
            Variables = {
              SECRET    = aws_secretsmanager_secret.canary[0].name
              URLS      = join(" ", local.canary_urls)
              HOST      = try(var.domain.host, "")
              ENDPOINTS = jsonencode(local.canary_endpoints)
            }
          }
        }
      }
      # One failure is the answer; Lambda would try twice more.
      Retries = {
        Type = "AWS::Lambda::EventInvokeConfig"
        Properties = {
          FunctionName         = { Ref = "Function" }
          Qualifier            = "$LATEST"
          MaximumRetryAttempts = 0
        }
      }
    }
    Outputs = {
      Arn = { Value = { "Fn::GetAtt" = ["Function", "Arn"] } }
    }
  })

  depends_on = [aws_iam_role_policy.canary]
}
