mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "nobody_unless_asked" {
  assert {
    condition = length(concat(
      aws_iam_openid_connect_provider.github, values(aws_iam_role.github), aws_iam_role_policy.github_plan,
      values(aws_iam_role_policy_attachment.github_deploy),
    )) == 0 && length(output.github_roles) == 0
    error_message = "GitHub can sign in with github = null."
  }
}

run "one_repository" {
  variables {
    github = {
      repository      = "example/nv-demo"
      deploy_policies = ["arn:aws:iam::123456789012:policy/deployer"]
      state_bucket    = "example-state"
    }
  }

  assert {
    condition = (
      aws_iam_openid_connect_provider.github[0].url == "https://token.actions.githubusercontent.com" &&
      toset(aws_iam_openid_connect_provider.github[0].client_id_list) == toset(["sts.amazonaws.com"])
    )
    error_message = "GitHub's issuer, for AWS."
  }
  assert {
    condition = { for name, role in aws_iam_role.github : name => jsondecode(role.assume_role_policy).Statement } == {
      for name, subject in {
        deploy = "repo:example/nv-demo:environment:production"
        plan   = "repo:example/nv-demo:pull_request"
        } : name => [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringEquals = {
              "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
              "token.actions.githubusercontent.com:sub" = subject
            }
          }
      }]
    }
    error_message = "One environment of one repository deploys; its pull requests plan. No patterns."
  }
  assert {
    condition = [for attachment in aws_iam_role_policy_attachment.github_deploy : "${attachment.role} ${attachment.policy_arn}"] == [
      "test-github-deploy arn:aws:iam::123456789012:policy/deployer",
    ]
    error_message = "The deploying role has the policies that were asked for, and it alone."
  }
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.github_plan[0].policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset([
      "Allow ec2:DescribeAvailabilityZones on *",
      "Allow s3:GetObject on arn:aws:s3:::example-state", "Allow s3:GetObject on arn:aws:s3:::example-state/*",
      "Allow s3:ListBucket on arn:aws:s3:::example-state", "Allow s3:ListBucket on arn:aws:s3:::example-state/*",
    ])
    error_message = "A pull request reads the state and nothing else: no file, no secret."
  }
}

run "a_repository_of_immutable_subjects" {
  variables {
    github = {
      repository      = "example@123456/nv-demo@456789"
      deploy_policies = ["arn:aws:iam::123456789012:policy/deployer"]
      state_bucket    = "example-state"
    }
  }

  assert {
    condition = (
      jsondecode(aws_iam_role.github["plan"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] ==
      "repo:example@123456/nv-demo@456789:pull_request"
    )
    error_message = "GitHub sends this for repositories made since July 2026."
  }
}

run "a_provider_that_is_there" {
  variables {
    github = {
      repository      = "example/nv-demo"
      deploy_policies = ["arn:aws:iam::123456789012:policy/deployer"]
      state_bucket    = "example-state"
      provider_arn    = "arn:aws:iam::123456789012:oidc-provider/other"
    }
  }

  assert {
    condition = length(aws_iam_openid_connect_provider.github) == 0 && alltrue([
      for role in aws_iam_role.github :
      jsondecode(role.assume_role_policy).Statement[0].Principal.Federated == "arn:aws:iam::123456789012:oidc-provider/other"
    ])
    error_message = "An account can't have a second provider of one issuer."
  }
}

run "a_repository_that_is_a_pattern" {
  command = plan
  variables {
    github = { repository = "example/*", deploy_policies = ["arn:aws:iam::123456789012:policy/deployer"], state_bucket = "example-state" }
  }

  expect_failures = [var.github]
}

run "a_budget_of_nothing" {
  command = plan
  variables {
    monthly_budget = 0
  }

  expect_failures = [var.monthly_budget]
}
