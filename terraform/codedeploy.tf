# New versions of what answers requests come gradually: CodeDeploy gives one a tenth of the traffic for five minutes, then all of it, and
# goes back to the former version when an alarm goes off. The deployments themselves are made by ./nv deploy, one for each alias that does
# not point to the version just published; what they need to know is in the output deployments.

locals {
  gradual      = { for name, function in local.functions : name => function if function.gradual }
  gradual_arns = { for name, function in local.gradual : name => "${local.function_arn}:${function.name}" }
  function_arn = "arn:${local.partition}:lambda:${var.region}:${local.account}:function"

  # ServerErrors has what a function that goes on running answers. The authorizer's errors are none of its version's: it throws where wrong
  # passwords are tried too often, which any stranger can do, and would hold up every deployment with. That it starts, the hook sees.
  rollback_alarms = { for name in keys(local.gradual) : name => compact([
    name == "authorizer" ? null : "${name}-errors", "${name}-duration", name == "api" ? "api-server-errors" : null,
  ]) }

  before_traffic_name = "${var.name}-before-traffic"
  before_traffic_arn  = "${local.function_arn}:${local.before_traffic_name}"
}

resource "aws_codedeploy_app" "main" {
  name             = var.name
  compute_platform = "Lambda"
}

resource "aws_codedeploy_deployment_group" "main" {
  for_each = local.gradual

  app_name               = aws_codedeploy_app.main.name
  deployment_group_name  = each.key
  deployment_config_name = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
  service_role_arn       = aws_iam_role.codedeploy.arn

  deployment_style {
    deployment_type   = "BLUE_GREEN"
    deployment_option = "WITH_TRAFFIC_CONTROL"
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]
  }

  alarm_configuration {
    enabled = true
    # Without CloudWatch nobody would see that the version fails.
    ignore_poll_alarm_failure = false
    alarms                    = [for alarm in local.rollback_alarms[each.key] : aws_cloudwatch_metric_alarm.main[alarm].alarm_name]
  }

  depends_on = [aws_iam_role_policy.codedeploy]
}

resource "aws_iam_role" "codedeploy" {
  name = "${var.name}-codedeploy"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "codedeploy.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}

# The actions of AWS's own AWSCodeDeployRoleForLambdaLimited without its buckets, since the deployments bring their AppSpec along, and on these
# functions only.
resource "aws_iam_role_policy" "codedeploy" {
  name = "deploy"
  role = aws_iam_role.codedeploy.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Aliases"
        Effect   = "Allow"
        Action   = ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"]
        Resource = flatten([for arn in values(local.gradual_arns) : [arn, "${arn}:*"]])
      },
      {
        Sid      = "BeforeTraffic"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [local.before_traffic_arn]
      },
      {
        Sid      = "Alarms"
        Effect   = "Allow"
        Action   = ["cloudwatch:DescribeAlarms"]
        Resource = ["arn:${local.partition}:cloudwatch:${var.region}:${local.account}:alarm:*"]
      },
    ]
  })
}

# The hook BeforeAllowTraffic: codedeploy/before_traffic.py. CloudFormation makes it, as it makes the canary, from code that needs no build.

resource "aws_cloudwatch_log_group" "before_traffic" {
  name              = "/aws/lambda/${local.before_traffic_name}"
  retention_in_days = var.log_days
}

resource "aws_iam_role" "before_traffic" {
  name = local.before_traffic_name

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

resource "aws_iam_role_policy" "before_traffic" {
  name = "function"
  role = aws_iam_role.before_traffic.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.before_traffic.arn}:*"]
      },
      {
        Sid      = "NewVersions"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [for arn in values(local.gradual_arns) : "${arn}:*"]
      },
      # CodeDeploy has no resource level for these (Service Authorization Reference).
      {
        Sid    = "Deployments"
        Effect = "Allow"
        Action = [
          "codedeploy:ListDeploymentTargets", "codedeploy:BatchGetDeploymentTargets", "codedeploy:PutLifecycleEventHookExecutionStatus",
        ]
        Resource = ["*"]
      },
    ]
  })
}

resource "aws_cloudformation_stack" "before_traffic" {
  name = local.before_traffic_name

  template_body = jsonencode({
    Resources = {
      Function = {
        Type = "AWS::Lambda::Function"
        Properties = {
          FunctionName  = local.before_traffic_name
          Description   = "Invokes a new version before it gets traffic"
          Runtime       = "python3.13"
          Architectures = ["arm64"]
          Handler       = "index.handler"
          Code          = { ZipFile = file("${path.module}/codedeploy/before_traffic.py") }
          Role          = aws_iam_role.before_traffic.arn
          MemorySize    = 256
          Timeout       = 180
          LoggingConfig = { LogGroup = aws_cloudwatch_log_group.before_traffic.name }
        }
      }
    }
  })

  depends_on = [aws_iam_role_policy.before_traffic]
}

output "deployments" {
  description = "What a deployment by CodeDeploy needs, by function: its group, function, alias, and the version that Terraform has published."
  value = {
    application = aws_codedeploy_app.main.name
    hook        = local.before_traffic_name
    functions = { for name, function in local.gradual : name => {
      group    = aws_codedeploy_deployment_group.main[name].deployment_group_name
      function = function.name
      alias    = function.alias
      version  = function.published
    } }
  }
}
