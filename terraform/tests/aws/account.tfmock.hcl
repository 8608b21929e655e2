# What AWS would have made up, for every test: an account, ARNs of the right form and all different, so that a policy that names the wrong
# resource is not taken for the right one.

mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_data "aws_partition" {
  defaults = { partition = "aws" }
}

mock_data "aws_region" {
  defaults = { region = "eu-west-1" }
}

mock_data "aws_availability_zones" {
  defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
}

# Where they are connected

mock_resource "aws_vpc_endpoint" {
  defaults = { prefix_list_id = "pl-6da54004" }
}

override_resource {
  target = aws_api_gateway_domain_name.main["files.example.com"]
  values = { regional_domain_name = "d-public.execute-api.eu-west-1.amazonaws.com" }
}

override_resource {
  target = aws_api_gateway_domain_name.main["aws.files.example.com"]
  values = { regional_domain_name = "d-aws.execute-api.eu-west-1.amazonaws.com" }
}

mock_resource "aws_db_instance" {
  defaults = {
    arn                = "arn:aws:rds:eu-west-1:123456789012:db:test"
    address            = "test.rds.amazonaws.com"
    port               = 5432
    master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-test" }]
  }
}

mock_resource "aws_elasticache_replication_group" {
  defaults = {
    primary_endpoint_address = "master.test.cache.amazonaws.com"
    arn                      = "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:test"
  }
}

mock_resource "aws_elasticache_user" {
  defaults = { arn = "arn:aws:elasticache:eu-west-1:123456789012:user:test-service" }
}

mock_resource "aws_acm_certificate" {
  defaults = {
    arn = "arn:aws:acm:eu-west-1:123456789012:certificate/test"
    domain_validation_options = [
      {
        domain_name           = "files.example.com"
        resource_record_name  = "_a.files.example.com"
        resource_record_type  = "CNAME"
        resource_record_value = "_a.acm"
      },
      {
        domain_name           = "aws.files.example.com"
        resource_record_name  = "_b.aws.files.example.com"
        resource_record_type  = "CNAME"
        resource_record_value = "_b.acm"
      },
    ]
  }
}

# Functions

override_resource {
  target = module.api.aws_iam_role.this
  values = { arn = "arn:aws:iam::123456789012:role/test-api" }
}

override_resource {
  target = module.api.aws_cloudwatch_log_group.this
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-api" }
}

override_resource {
  target = module.api.aws_lambda_function.this
  values = { version = "42" }
}

override_resource {
  target = module.api.aws_lambda_alias.gradual
  values = {
    arn        = "arn:aws:lambda:eu-west-1:123456789012:function:test-api:live"
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/test-api:live/invocations"
  }
}

override_resource {
  target = module.authorizer.aws_iam_role.this
  values = { arn = "arn:aws:iam::123456789012:role/test-authorizer" }
}

override_resource {
  target = module.authorizer.aws_cloudwatch_log_group.this
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-authorizer" }
}

override_resource {
  target = module.authorizer.aws_lambda_function.this
  values = { version = "42" }
}

override_resource {
  target = module.authorizer.aws_lambda_alias.gradual
  values = {
    arn        = "arn:aws:lambda:eu-west-1:123456789012:function:test-authorizer:live"
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/test-authorizer:live/invocations"
  }
}

override_resource {
  target = module.health.aws_iam_role.this
  values = { arn = "arn:aws:iam::123456789012:role/test-health" }
}

override_resource {
  target = module.health.aws_cloudwatch_log_group.this
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-health" }
}

override_resource {
  target = module.health.aws_lambda_function.this
  values = { version = "42" }
}

override_resource {
  target = module.health.aws_lambda_alias.gradual
  values = {
    arn        = "arn:aws:lambda:eu-west-1:123456789012:function:test-health:live"
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/test-health:live/invocations"
  }
}

override_resource {
  target = module.index.aws_iam_role.this
  values = { arn = "arn:aws:iam::123456789012:role/test-index" }
}

override_resource {
  target = module.index.aws_cloudwatch_log_group.this
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-index" }
}

override_resource {
  target = module.index.aws_lambda_function.this
  values = { version = "42" }
}

override_resource {
  target = module.index.aws_lambda_alias.live
  values = {
    arn        = "arn:aws:lambda:eu-west-1:123456789012:function:test-index:live"
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/test-index:live/invocations"
  }
}

override_resource {
  target = module.postgres_init.aws_iam_role.this
  values = { arn = "arn:aws:iam::123456789012:role/test-postgres-init" }
}

override_resource {
  target = module.postgres_init.aws_cloudwatch_log_group.this
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-postgres-init" }
}

override_resource {
  target = module.postgres_init.aws_lambda_function.this
  values = { version = "42" }
}

override_resource {
  target = module.postgres_init.aws_lambda_alias.live
  values = {
    arn        = "arn:aws:lambda:eu-west-1:123456789012:function:test-postgres-init:live"
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/test-postgres-init:live/invocations"
  }
}

override_resource {
  target = module.reconcile.aws_iam_role.this
  values = { arn = "arn:aws:iam::123456789012:role/test-reconcile" }
}

override_resource {
  target = module.reconcile.aws_cloudwatch_log_group.this
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-reconcile" }
}

override_resource {
  target = module.reconcile.aws_lambda_function.this
  values = { version = "42" }
}

override_resource {
  target = module.reconcile.aws_lambda_alias.live
  values = {
    arn        = "arn:aws:lambda:eu-west-1:123456789012:function:test-reconcile:live"
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/test-reconcile:live/invocations"
  }
}

# The canary

override_resource {
  target = aws_iam_role.canary
  values = { arn = "arn:aws:iam::123456789012:role/test-canary" }
}

override_resource {
  target = aws_cloudwatch_log_group.canary
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-canary" }
}

override_resource {
  target = aws_secretsmanager_secret.canary
  values = { arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/canary-AbCdEf" }
}

override_resource {
  target = aws_cloudformation_stack.canary
  values = { outputs = { Arn = "arn:aws:lambda:eu-west-1:123456789012:function:test-canary" } }
}

override_resource {
  target = aws_cloudformation_stack.waf
  values = { outputs = { Arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/test/1" } }
}

# CodeDeploy

override_resource {
  target = aws_iam_role.codedeploy
  values = { arn = "arn:aws:iam::123456789012:role/test-codedeploy" }
}

override_resource {
  target = aws_iam_role.before_traffic
  values = { arn = "arn:aws:iam::123456789012:role/test-before-traffic" }
}

override_resource {
  target = aws_cloudwatch_log_group.before_traffic
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/test-before-traffic" }
}

# Data and events

override_resource {
  target = aws_secretsmanager_secret.client
  values = { arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/client-AbCdEf" }
}

override_resource {
  target = aws_secretsmanager_secret.postgres_service
  values = { arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf" }
}

override_resource {
  target = aws_db_proxy.main
  values = { endpoint = "test.proxy.rds.amazonaws.com" }
}

override_resource {
  target = aws_iam_role.proxy
  values = { arn = "arn:aws:iam::123456789012:role/test-proxy" }
}

override_resource {
  target = module.bucket.aws_s3_bucket.this
  values = { id = "test-files", arn = "arn:aws:s3:::test-files" }
}

override_resource {
  target = module.replica_bucket[0].aws_s3_bucket.this
  values = { id = "test-replica", arn = "arn:aws:s3:::test-replica" }
}

override_resource {
  target = aws_sqs_queue.objects
  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:test-objects"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/test-objects"
  }
}

override_resource {
  target = aws_sqs_queue.objects_dead
  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:test-objects-dead"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/test-objects-dead"
  }
}

override_resource {
  target = aws_sqs_queue.webhook_dead
  values = {
    arn = "arn:aws:sqs:eu-west-1:123456789012:test-webhook-dead"
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/test-webhook-dead"
  }
}

override_resource {
  target = aws_sns_topic.objects
  values = { arn = "arn:aws:sns:eu-west-1:123456789012:test-object-events" }
}

override_resource {
  target = aws_sns_topic.alarms["eu-west-1"]
  values = { arn = "arn:aws:sns:eu-west-1:123456789012:test-alarms" }
}

override_resource {
  target = aws_sns_topic.alarms["us-east-1"]
  values = { arn = "arn:aws:sns:us-east-1:123456789012:test-alarms" }
}

# The gateway

override_resource {
  target = aws_api_gateway_rest_api.main
  values = { id = "api0000000", root_resource_id = "root000000", execution_arn = "arn:aws:execute-api:eu-west-1:123456789012:api0000000" }
}

override_resource {
  target = aws_api_gateway_resource.proxy
  values = { id = "proxy00000" }
}

override_resource {
  target = aws_api_gateway_resource.health
  values = { id = "health0000" }
}

override_resource {
  target = aws_api_gateway_resource.api
  values = { id = "api0000000" }
}

override_resource {
  target = aws_api_gateway_resource.api_proxy
  values = { id = "apiproxy00" }
}

override_resource {
  target = aws_api_gateway_resource.openapi
  values = { id = "openapi000" }
}

override_resource {
  target = aws_api_gateway_resource.ui
  values = { id = "ui00000000" }
}

override_resource {
  target = aws_api_gateway_resource.ui_proxy
  values = { id = "uiproxy000" }
}

override_resource {
  target = aws_api_gateway_authorizer.main
  values = { id = "auth000000" }
}

override_resource {
  target = aws_api_gateway_stage.main
  values = { arn = "arn:aws:apigateway:eu-west-1::/restapis/api0000000/stages/live" }
}

override_resource {
  target = aws_cloudwatch_log_group.access
  values = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/apigateway/test" }
}

override_resource {
  target = aws_iam_role.gateway_logs
  values = { arn = "arn:aws:iam::123456789012:role/test-gateway-logs" }
}

override_resource {
  target = aws_acm_certificate_validation.main
  values = { certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/test" }
}

# Schedules, the replica, Azure, GitHub

override_resource {
  target = aws_iam_openid_connect_provider.github
  values = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
}

override_resource {
  target = aws_scheduler_schedule_group.main
  values = { arn = "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/test" }
}

override_resource {
  target = aws_iam_role.schedules
  values = { arn = "arn:aws:iam::123456789012:role/test-schedules" }
}

override_resource {
  target = aws_iam_role.replication
  values = { arn = "arn:aws:iam::123456789012:role/test-replication" }
}

override_resource {
  target = aws_kms_key.replica
  values = { arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
}

override_resource {
  target = aws_iam_role.azure
  values = { arn = "arn:aws:iam::123456789012:role/test-azure" }
}

override_resource {
  target = aws_iam_openid_connect_provider.azure
  values = { arn = "arn:aws:iam::123456789012:oidc-provider/sts.windows.net/11111111-1111-1111-1111-111111111111/" }
}

override_resource {
  target = aws_vpn_connection.azure
  values = { preshared_key_arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s2svpn!test-AbCdEf" }
}
