# Least privilege: what each role may do, exactly; and, over every policy there is, that nothing is wider than it must be.

mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
  domain  = { host = "files.example.com", zone_id = "Z0000000000000" }
  replica = { region = "eu-central-1", bucket = "test-replica" }
  # All that there can be; the connections themselves are those of connections.tftest.hcl.
  database = { proxy = true }
  azure = {
    tenant_id       = "11111111-1111-1111-1111-111111111111"
    audience        = "api://nv-demo"
    subject         = "22222222-2222-2222-2222-222222222222"
    front_door_host = "nv-demo.azurefd.net"
  }
}

run "api" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(module.api.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset([
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:test",
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:user:test-service",
      "Allow logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-api:*",
      "Allow logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-api:*",
      "Allow s3:GetObject on arn:aws:s3:::test-files/*",
      "Allow s3:PutObject on arn:aws:s3:::test-files/*",
      "Allow s3:DeleteObject on arn:aws:s3:::test-files/*",
      "Allow s3:AbortMultipartUpload on arn:aws:s3:::test-files/*",
      "Allow s3:ListMultipartUploadParts on arn:aws:s3:::test-files/*",
      "Allow s3:ListBucket on arn:aws:s3:::test-files",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf",
      "Allow ec2:CreateNetworkInterface on arn:aws:ec2:eu-west-1:123456789012:*/*",
      "Allow ec2:DeleteNetworkInterface on arn:aws:ec2:eu-west-1:123456789012:*/*",
      "Allow ec2:AssignPrivateIpAddresses on arn:aws:ec2:eu-west-1:123456789012:*/*",
      "Allow ec2:UnassignPrivateIpAddresses on arn:aws:ec2:eu-west-1:123456789012:*/*",
      "Allow ec2:DescribeNetworkInterfaces on *",
      "Allow ec2:DescribeSubnets on *",
      "Deny ec2:CreateNetworkInterface on *",
      "Deny ec2:DeleteNetworkInterface on *",
      "Deny ec2:AssignPrivateIpAddresses on *",
      "Deny ec2:UnassignPrivateIpAddresses on *",
      "Deny ec2:DescribeNetworkInterfaces on *",
      "Deny ec2:DescribeSubnets on *",
    ])
    error_message = "api's role: ${module.api.policy}"
  }
}

# Who may bring back what was deleted sees all versions, in the bucket and through the endpoint, and ends none of them.
run "undelete" {
  variables { undelete = true }

  assert {
    condition = alltrue([
      for policy in [module.api.policy, aws_iam_role_policy.azure[0].policy, aws_vpc_endpoint.s3.policy] :
      toset([
        for pair in flatten([
          for s in jsondecode(policy).Statement : [for pair in setproduct(s.Action, flatten([s.Resource])) : "${s.Effect} ${pair[0]} on ${pair[1]}"]
        ]) : pair if strcontains(pair, "Version")
      ]) == toset(["Allow s3:GetObjectVersion on arn:aws:s3:::test-files/*", "Allow s3:ListBucketVersions on arn:aws:s3:::test-files"])
    ])
    error_message = "api's role: ${module.api.policy}"
  }
  assert {
    condition = alltrue([
      for policy in [module.health.policy, module.index.policy, module.reconcile.policy] : !strcontains(policy, "Version\"]") && !strcontains(policy, "BucketVersions")
    ])
    error_message = "A function may see versions that does not bring any back."
  }
}

run "authorizer" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(module.authorizer.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset([
      "Allow logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-authorizer:*",
      "Allow logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-authorizer:*",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/client-AbCdEf",
    ])
    error_message = "authorizer's role: ${module.authorizer.policy}"
  }
}

run "health" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(module.health.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}" if !startswith(pair[0], "ec2:")
      ]
      ])) == toset([
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:test",
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:user:test-service",
      "Allow logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-health:*",
      "Allow logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-health:*",
      "Allow s3:ListBucket on arn:aws:s3:::test-files",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf",
    ])
    error_message = "health's role: ${module.health.policy}"
  }
}

run "index" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(module.index.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}" if !startswith(pair[0], "ec2:")
      ]
      ])) == toset([
      "Allow s3:GetObject on arn:aws:s3:::test-files/*",
      "Allow s3:ListBucket on arn:aws:s3:::test-files",
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:test",
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:user:test-service",
      "Allow logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-index:*",
      "Allow logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-index:*",
      "Allow sqs:ReceiveMessage on arn:aws:sqs:eu-west-1:123456789012:test-objects",
      "Allow sqs:DeleteMessage on arn:aws:sqs:eu-west-1:123456789012:test-objects",
      "Allow sqs:GetQueueAttributes on arn:aws:sqs:eu-west-1:123456789012:test-objects",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf",
    ])
    error_message = "index's role: ${module.index.policy}"
  }
}

run "postgres_init" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(module.postgres_init.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}" if !startswith(pair[0], "ec2:")
      ]
      ])) == toset([
      "Allow logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-postgres-init:*",
      "Allow logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-postgres-init:*",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-test",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf",
    ])
    error_message = "postgres-init's role: ${module.postgres_init.policy}"
  }
}

run "reconcile" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(module.reconcile.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}" if !startswith(pair[0], "ec2:")
      ]
      ])) == toset([
      "Allow s3:GetObject on arn:aws:s3:::test-files/*",
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:test",
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:user:test-service",
      "Allow logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-reconcile:*",
      "Allow logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-reconcile:*",
      "Allow s3:ListBucket on arn:aws:s3:::test-files",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf",
    ])
    error_message = "reconcile's role: ${module.reconcile.policy}"
  }
}

run "azure" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.azure[0].policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset([
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:test",
      "Allow elasticache:Connect on arn:aws:elasticache:eu-west-1:123456789012:user:test-service",
      "Allow s3:GetObject on arn:aws:s3:::test-files/*",
      "Allow s3:PutObject on arn:aws:s3:::test-files/*",
      "Allow s3:DeleteObject on arn:aws:s3:::test-files/*",
      "Allow s3:AbortMultipartUpload on arn:aws:s3:::test-files/*",
      "Allow s3:ListMultipartUploadParts on arn:aws:s3:::test-files/*",
      "Allow s3:ListBucket on arn:aws:s3:::test-files",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/client-AbCdEf",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf",
      "Allow sqs:ReceiveMessage on arn:aws:sqs:eu-west-1:123456789012:test-webhook-dead",
      "Allow sqs:DeleteMessage on arn:aws:sqs:eu-west-1:123456789012:test-webhook-dead",
    ])
    error_message = "The Functions app's role: ${aws_iam_role_policy.azure[0].policy}"
  }
}

run "canary_schedules_replication" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.canary[0].policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset([
      "Allow logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-canary:*",
      "Allow logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-canary:*",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/canary-AbCdEf",
    ])
    error_message = "canary's role: ${aws_iam_role_policy.canary[0].policy}"
  }
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.schedules.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset([
      "Allow lambda:InvokeFunction on arn:aws:lambda:eu-west-1:123456789012:function:test-reconcile:live",
      "Allow lambda:InvokeFunction on arn:aws:lambda:eu-west-1:123456789012:function:test-canary",
    ])
    error_message = "Scheduler's role: ${aws_iam_role_policy.schedules.policy}"
  }
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.replication[0].policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset([
      "Allow s3:GetReplicationConfiguration on arn:aws:s3:::test-files",
      "Allow s3:ListBucket on arn:aws:s3:::test-files",
      "Allow s3:GetObjectVersionForReplication on arn:aws:s3:::test-files/*",
      "Allow s3:GetObjectVersionAcl on arn:aws:s3:::test-files/*",
      "Allow s3:GetObjectVersionTagging on arn:aws:s3:::test-files/*",
      "Allow s3:ReplicateObject on arn:aws:s3:::test-replica/*",
      "Allow s3:ReplicateDelete on arn:aws:s3:::test-replica/*",
      "Allow s3:ReplicateTags on arn:aws:s3:::test-replica/*",
    ])
    error_message = "The replication's role: ${aws_iam_role_policy.replication[0].policy}"
  }
}

run "codedeploy" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.codedeploy.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset(concat(
      flatten([
        for name in keys(local.gradual) : [
          for pair in setproduct(["GetAlias", "UpdateAlias", "GetProvisionedConcurrencyConfig"], ["", ":*"]) :
          "Allow lambda:${pair[0]} on arn:aws:lambda:eu-west-1:123456789012:function:test-${name}${pair[1]}"
        ]
      ]),
      [
        "Allow lambda:InvokeFunction on arn:aws:lambda:eu-west-1:123456789012:function:test-before-traffic",
        "Allow cloudwatch:DescribeAlarms on arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*",
      ],
    ))
    error_message = "CodeDeploy's role: ${aws_iam_role_policy.codedeploy.policy}"
  }
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.before_traffic.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
      ])) == toset(concat(
      [
        for name in keys(local.gradual) :
        "Allow lambda:InvokeFunction on arn:aws:lambda:eu-west-1:123456789012:function:test-${name}:*"
      ],
      [
        "Allow logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-before-traffic:*",
        "Allow logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-before-traffic:*",
        "Allow codedeploy:ListDeploymentTargets on *",
        "Allow codedeploy:BatchGetDeploymentTargets on *",
        "Allow codedeploy:PutLifecycleEventHookExecutionStatus on *",
      ],
    ))
    error_message = "The hook's role: ${aws_iam_role_policy.before_traffic.policy}"
  }
}

run "who_may_take_a_role" {
  assert {
    condition = {
      for name, trust in merge({ for name, function in local.functions : name => function.trust }, {
        canary         = aws_iam_role.canary[0].assume_role_policy
        schedules      = aws_iam_role.schedules.assume_role_policy
        replication    = aws_iam_role.replication[0].assume_role_policy
        gateway-logs   = aws_iam_role.gateway_logs[0].assume_role_policy
        codedeploy     = aws_iam_role.codedeploy.assume_role_policy
        before-traffic = aws_iam_role.before_traffic.assume_role_policy
        proxy          = aws_iam_role.proxy[0].assume_role_policy
      }) : name => [for s in jsondecode(trust).Statement : "${s.Effect} ${s.Action} ${jsonencode(s.Principal)}"]
      } == {
      for name, service in {
        api            = "lambda"
        authorizer     = "lambda"
        health         = "lambda"
        index          = "lambda"
        postgres-init  = "lambda"
        reconcile      = "lambda"
        canary         = "lambda"
        schedules      = "scheduler"
        replication    = "s3"
        gateway-logs   = "apigateway"
        codedeploy     = "codedeploy"
        before-traffic = "lambda"
        proxy          = "rds"
      } : name => ["Allow sts:AssumeRole {\"Service\":\"${service}.amazonaws.com\"}"]
    }
    error_message = "A role can be taken by somebody else."
  }
  assert {
    condition = jsondecode(aws_iam_role.schedules.assume_role_policy).Statement[0].Condition == {
      ArnEquals    = { "aws:SourceArn" = "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/test" }
      StringEquals = { "aws:SourceAccount" = "123456789012" }
    }
    error_message = "Schedules of others can take Scheduler's role."
  }
}

run "nothing_is_wider_than_it_must_be" {
  # The exceptions are where EC2 and CodeDeploy have no resource level: two look-ups of the functions in the VPC, and what the hook asks for
  # and answers.
  assert {
    condition = toset(flatten([
      for policy in concat([for function in local.functions : function.policy], [
        aws_iam_role_policy.azure[0].policy, aws_iam_role_policy.canary[0].policy, aws_iam_role_policy.schedules.policy,
        aws_iam_role_policy.replication[0].policy, aws_sns_topic_policy.objects.policy, aws_sns_topic_policy.alarms["eu-west-1"].policy,
        aws_sqs_queue_policy.objects.policy, aws_sqs_queue_policy.webhook_dead[0].policy, aws_vpc_endpoint.s3.policy,
        aws_vpc_endpoint.secrets.policy, aws_iam_role_policy.codedeploy.policy, aws_iam_role_policy.before_traffic.policy,
        aws_iam_role_policy.proxy[0].policy,
        module.bucket.protection.policy, module.replica_bucket[0].protection.policy,
        ]) : [
        for s in jsondecode(policy).Statement : [
          for pair in setproduct(flatten([s.Action]), flatten([s.Resource])) : "${pair[0]} on ${pair[1]}"
          if s.Effect == "Allow" && (strcontains(pair[0], "*") || pair[1] == "*")
        ]
      ]
      ])) == toset([
      "ec2:DescribeNetworkInterfaces on *", "ec2:DescribeSubnets on *",
      "codedeploy:ListDeploymentTargets on *", "codedeploy:BatchGetDeploymentTargets on *",
      "codedeploy:PutLifecycleEventHookExecutionStatus on *",
    ])
    error_message = "A wildcard for an action, or a bare * for a resource."
  }
  # Those are all there are, with GitHub's (github.tftest.hcl), and the roles' trust: a policy that is added must be added to the tests, too.
  assert {
    condition = 26 == sum([
      for file in fileset(path.module, "**/*.tf") : length(regexall("2012-10-17", file("${path.module}/${file}")))
    ])
    error_message = "There is a policy that this test does not know."
  }
  assert {
    condition = 1 == sum([
      for file in fileset(path.module, "**/*.tf") : length(regexall(
        "arn:aws|:iam::aws:policy|managed_policy_arns|\"aws_iam_(policy|user|access_key|group)\"", file("${path.module}/${file}"),
      ))
    ])
    error_message = "A policy of AWS's, other than the one that API Gateway insists on; or somebody with keys."
  }
  assert {
    condition = endswith(
      aws_iam_role_policy_attachment.gateway_logs[0].policy_arn, ":iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    )
    error_message = "The one of AWS's policies."
  }
  assert {
    condition = [
      for name, policy in merge(
        { for name, function in local.functions : name => function.policy },
        {
          canary      = aws_iam_role_policy.canary[0].policy
          schedules   = aws_iam_role_policy.schedules.policy
          replication = aws_iam_role_policy.replication[0].policy
        },
      ) : name if strcontains(policy, aws_secretsmanager_secret.client.arn)
    ] == ["authorizer"]
    error_message = "On AWS the authorizer alone reads the client secret."
  }
  assert {
    condition = [
      for name, policy in merge(
        { for name, function in local.functions : name => function.policy },
        { azure = aws_iam_role_policy.azure[0].policy, proxy = aws_iam_role_policy.proxy[0].policy },
      ) : name if strcontains(policy, aws_db_instance.main.master_user_secret[0].secret_arn)
    ] == ["postgres-init"]
    error_message = "postgres-init alone reads the password of the database's owner."
  }
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_iam_role_policy.proxy[0].policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) : "${s.Effect} ${pair[0]} on ${pair[1]}"
      ]
    ])) == toset(["Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf"])
    error_message = "The proxy's role: ${aws_iam_role_policy.proxy[0].policy}"
  }
}

run "a_function_can_not_use_its_role_for_the_network" {
  assert {
    condition = alltrue([
      for name in ["api", "health", "index", "postgres-init", "reconcile"] : [
        for s in jsondecode(local.functions[name].policy).Statement :
        s.Condition.ArnEquals["lambda:SourceFunctionArn"] if s.Effect == "Deny"
      ] == ["arn:aws:lambda:eu-west-1:123456789012:function:test-${name}"]
    ])
    error_message = "What Lambda may do with the role, the code may, too."
  }
  # api's are listed above.
  assert {
    condition = alltrue([
      for name in ["health", "index", "postgres-init", "reconcile"] : [
        for s in jsondecode(local.functions[name].policy).Statement : [s.Effect, s.Action, s.Resource] if startswith(s.Action[0], "ec2:")
        ] == [
        for s in jsondecode(module.api.policy).Statement : [s.Effect, s.Action, s.Resource] if startswith(s.Action[0], "ec2:")
      ]
    ])
    error_message = "A function may do more in the network than api."
  }
}

run "no_secret_is_in_the_configuration" {
  assert {
    condition = 0 == sum([
      for file in fileset(path.module, "**/*.tf") : length(regexall(
        "(?m)^ *(secret_string|secret_binary|auth_token|tunnel[12]_preshared_key|password|password_wo) *=",
        file("${path.module}/${file}"),
      ))
    ])
    error_message = "A secret's value goes through Terraform, and so into its state."
  }
  # The one exception is in no state either: made where it is written, in an argument that nothing keeps. A provider that keeps none shows
  # none, so that the text itself is looked at.
  assert {
    condition = [
      for value in flatten([
        for file in fileset(path.module, "**/*.tf") : regexall("(?m)^ *secret_string_wo *= (.+)$", file("${path.module}/${file}"))
      ]) : value
    ] == ["jsonencode({ username = \"nvdemo_service\", password = uuid() })"]
    error_message = "The service's secret is what postgres-init makes a role of."
  }
}
