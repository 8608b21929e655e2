# A Lambda function of the service with a role, a log group and an alias of its own.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  full_name = "${var.name}-${var.function}"
  scope     = "${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}"

  network_interfaces = [
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ]
  network_lookups = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${local.full_name}"
  retention_in_days = var.log_days
}

resource "aws_iam_role" "this" {
  name = local.full_name

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

resource "aws_iam_role_policy" "this" {
  name = "function"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Logs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
        },
      ],
      [
        for statement in var.statements : {
          Sid      = statement.sid
          Effect   = "Allow"
          Action   = statement.actions
          Resource = statement.resources
        }
      ],
      # What Lambda does with the role to connect the function to the VPC. EC2 has no resource level for the look-ups; Lambda asks for the
      # others on every resource of the region.
      [
        for statement in [
          {
            Sid      = "NetworkInterfaces"
            Effect   = "Allow"
            Action   = local.network_interfaces
            Resource = ["arn:${data.aws_partition.current.partition}:ec2:${local.scope}:*/*"]
          },
          {
            Sid      = "NetworkLookups"
            Effect   = "Allow"
            Action   = local.network_lookups
            Resource = ["*"]
          },
        ] : statement if var.vpc != null
      ],
      # The function's own code has no business there.
      [
        for statement in [
          {
            Sid      = "NotFromTheCode"
            Effect   = "Deny"
            Action   = concat(local.network_interfaces, local.network_lookups)
            Resource = ["*"]
            Condition = {
              ArnEquals = {
                "lambda:SourceFunctionArn" = "arn:${data.aws_partition.current.partition}:lambda:${local.scope}:function:${local.full_name}"
              }
            }
          },
        ] : statement if var.vpc != null
      ],
    )
  })
}

resource "aws_lambda_function" "this" {
  function_name = local.full_name
  description   = var.description
  role          = aws_iam_role.this.arn

  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = [var.package.architecture]
  filename         = var.package.path
  source_code_hash = filebase64sha256(var.package.path)
  publish          = true

  memory_size                    = var.memory
  timeout                        = var.timeout
  reserved_concurrent_executions = coalesce(var.concurrency, -1)

  environment {
    variables = merge(var.environment, { NV_FUNCTION = var.function })
  }

  dynamic "vpc_config" {
    for_each = var.vpc[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  # Without it the function can't be connected, nor disconnected when it is deleted.
  depends_on = [aws_iam_role_policy.this]
}

# Everything calls the function through its alias. The newest version takes over at once, or CodeDeploy moves the alias of a function whose
# versions come gradually: Terraform only makes it, and what it points to later is none of Terraform's business. Two resources, since
# lifecycle takes no conditions.
resource "aws_lambda_alias" "live" {
  count = var.gradual ? 0 : 1

  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_alias" "gradual" {
  count = var.gradual ? 1 : 0

  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

locals {
  alias = one(concat(aws_lambda_alias.live, aws_lambda_alias.gradual))
}
