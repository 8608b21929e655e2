# New versions by CodeDeploy. A mock publishes one only when its function is made, so that is what these runs do.

mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "the_first_deployment" {
  assert {
    condition     = alltrue([for function in local.functions : function.configuration.live == "42" && function.alias == "live"])
    error_message = "live does not point to the version that was published."
  }
  assert {
    condition     = keys(local.gradual) == ["api", "authorizer", "health"]
    error_message = "What answers requests changes gradually; the others are Terraform's."
  }
}

run "a_new_version" {
  plan_options {
    replace = [
      module.api.aws_lambda_function.this, module.authorizer.aws_lambda_function.this, module.health.aws_lambda_function.this,
      module.index.aws_lambda_function.this,
    ]
  }

  override_resource {
    target = module.api.aws_lambda_function.this
    values = { version = "43" }
  }
  override_resource {
    target = module.authorizer.aws_lambda_function.this
    values = { version = "43" }
  }
  override_resource {
    target = module.health.aws_lambda_function.this
    values = { version = "43" }
  }
  override_resource {
    target = module.index.aws_lambda_function.this
    values = { version = "43" }
  }

  assert {
    condition     = alltrue([for function in local.gradual : function.published == "43" && function.configuration.live == "42"])
    error_message = "Terraform gives a new version all the traffic at once."
  }
  assert {
    condition     = module.index.configuration.live == "43"
    error_message = "Nobody moves index's alias."
  }
  assert {
    condition = output.deployments.functions["api"] == {
      group = "api", function = "test-api", alias = "live", version = "43"
    }
    error_message = "What ./nv deploy needs to know of a function."
  }
  assert {
    condition     = output.deployments.application == "test" && output.deployments.hook == "test-before-traffic"
    error_message = "What ./nv deploy needs to know of CodeDeploy."
  }
}

# Now the state has an alias that points elsewhere than the configuration says, which is what a deployment leaves.
run "a_plan_after_a_deployment_is_empty" {
  command = plan

  assert {
    condition     = alltrue([for function in local.gradual : function.published == "43" && function.configuration.live == "42"])
    error_message = "Terraform would undo a deployment."
  }
}

run "codedeploy" {
  assert {
    condition = aws_codedeploy_app.main.compute_platform == "Lambda" && alltrue([
      for group in aws_codedeploy_deployment_group.main :
      (
        group.app_name == aws_codedeploy_app.main.name &&
        group.deployment_config_name == "CodeDeployDefault.LambdaCanary10Percent5Minutes" &&
        group.service_role_arn == "arn:aws:iam::123456789012:role/test-codedeploy" &&
        one(group.deployment_style).deployment_type == "BLUE_GREEN" &&
        one(group.deployment_style).deployment_option == "WITH_TRAFFIC_CONTROL"
      )
    ])
    error_message = "A tenth of the traffic for five minutes."
  }
  assert {
    condition = alltrue([
      for name, group in aws_codedeploy_deployment_group.main :
      (
        one(group.auto_rollback_configuration).enabled &&
        toset(one(group.auto_rollback_configuration).events) ==
        toset(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]) &&
        one(group.alarm_configuration).enabled && !one(group.alarm_configuration).ignore_poll_alarm_failure &&
        toset(one(group.alarm_configuration).alarms) ==
        toset({
          api        = ["test-api-errors", "test-api-duration", "test-api-server-errors"]
          authorizer = ["test-authorizer-duration"]
          health     = ["test-health-errors", "test-health-duration"]
        }[name])
      )
    ])
    error_message = "It goes back when the function fails or is slow; not by the authorizer's errors, which strangers can cause."
  }
  assert {
    condition     = contains(keys(aws_cloudwatch_metric_alarm.main), "authorizer-errors")
    error_message = "The authorizer's errors are told all the same."
  }
  # A deployment does not begin while an alarm is on, and an idle service has no data.
  assert {
    condition = alltrue([
      for alarms in values(local.rollback_alarms) : alltrue([
        for alarm in alarms : aws_cloudwatch_metric_alarm.main[alarm].treat_missing_data == "notBreaching"
      ])
    ])
    error_message = "An idle function can't be deployed."
  }
  assert {
    condition = alltrue([
      for name in keys(local.gradual) : alltrue([
        for alarm in ["errors", "duration"] :
        (
          aws_cloudwatch_metric_alarm.main["${name}-${alarm}"].dimensions ==
          tomap({ FunctionName = "test-${name}", Resource = "test-${name}:live" })
        )
      ])
    ])
    error_message = "Both versions behind the alias, and no other."
  }
}

run "the_hook" {
  assert {
    condition = (
      jsondecode(aws_cloudformation_stack.before_traffic.template_body).Resources.Function.Properties.FunctionName == output.deployments.hook &&
      (
        jsondecode(aws_cloudformation_stack.before_traffic.template_body).Resources.Function.Properties.Code.ZipFile ==
        file("${path.module}/codedeploy/before_traffic.py")
      ) &&
      jsondecode(aws_cloudformation_stack.before_traffic.template_body).Resources.Function.Properties.Handler == "index.handler" &&
      (
        jsondecode(aws_cloudformation_stack.before_traffic.template_body).Resources.Function.Properties.Role ==
        "arn:aws:iam::123456789012:role/test-before-traffic"
      )
    )
    error_message = "CodeDeploy invokes codedeploy/before_traffic.py."
  }
  assert {
    condition = alltrue([
      for name in keys(local.gradual) : strcontains(file("${path.module}/codedeploy/before_traffic.py"), "\n    \"${name}\": (")
    ])
    error_message = "The hook does not know a function."
  }
}
