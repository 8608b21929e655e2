# Roles for GitHub's workflows, which sign in with the token that GitHub makes for each job: one that applies, for one environment of one
# repository, and one that plans on pull requests, whose code nobody has reviewed yet.

locals {
  github_issuer   = "token.actions.githubusercontent.com"
  github_provider = var.github == null ? null : coalesce(var.github.provider_arn, one(aws_iam_openid_connect_provider.github[*].arn))

  github_roles = var.github == null ? {} : {
    deploy = "repo:${var.github.repository}:environment:${var.github.environment}"
    plan   = "repo:${var.github.repository}:pull_request"
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = try(var.github.provider_arn, "") == null ? 1 : 0

  url            = "https://${local.github_issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "github" {
  for_each = local.github_roles

  name        = "${var.name}-github-${each.key}"
  description = "Workflows of ${var.github.repository}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Federated = local.github_provider }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "${local.github_issuer}:aud" = "sts.amazonaws.com"
            "${local.github_issuer}:sub" = each.value
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "github_deploy" {
  for_each = toset(var.github == null ? [] : var.github.deploy_policies)

  role       = aws_iam_role.github["deploy"].name
  policy_arn = each.key
}

# A pull request's plan compares with the state and asks AWS nothing that it can do without: terraform plan -refresh=false -lock=false. The
# job that applies plans anew, and sees what has drifted.
resource "aws_iam_role_policy" "github_plan" {
  count = var.github == null ? 0 : 1

  name = "plan"
  role = aws_iam_role.github["plan"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Data"
        Effect   = "Allow"
        Action   = ["ec2:DescribeAvailabilityZones"]
        Resource = ["*"]
      },
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:ListBucket"]
        Resource = ["arn:${local.partition}:s3:::${var.github.state_bucket}", "arn:${local.partition}:s3:::${var.github.state_bucket}/*"]
      },
    ]
  })
}

output "github_roles" {
  description = "Roles for aws-actions/configure-aws-credentials, by what the workflow does."
  value       = { for name, role in aws_iam_role.github : name => role.arn }
}
