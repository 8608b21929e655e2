# A first deployment, and each one after it, applies postgres-init alone before anything else and runs it: eng/deploy-aws.sh. What is limited
# by -target has only what the target refers to, so that what the function needs must be found by that way.

mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "the_script_applies_this_target" {
  command = plan

  assert {
    condition     = join(" ", flatten(regexall("-target=(\\S+)", file("${path.module}/../eng/deploy-aws.sh")))) == "module.postgres_init"
    error_message = "eng/deploy-aws.sh has another target than the next run."
  }
}

# Terraform (1.11) panics where something is asked of what is not in the plan at all: "no expansion has been registered for" it.
run "postgres_init_reaches_what_it_needs" {
  plan_options {
    target = [module.postgres_init]
  }

  assert {
    condition = (
      toset([for association in aws_route_table_association.private : association.subnet_id]) ==
      toset([for subnet in aws_subnet.private : subnet.id])
    )
    error_message = "The function's subnets have no routes."
  }
  assert {
    condition = (
      aws_vpc_endpoint.secrets.private_dns_enabled &&
      aws_vpc_endpoint.secrets.service_name == "com.amazonaws.eu-west-1.secretsmanager"
    )
    error_message = "The function finds no Secrets Manager."
  }
  assert {
    condition = alltrue([
      for service, group in { database = aws_security_group.database.id, endpoints = aws_security_group.endpoints.id } :
      aws_vpc_security_group_egress_rule.functions[service].security_group_id == aws_security_group.functions.id &&
      aws_vpc_security_group_egress_rule.functions[service].referenced_security_group_id == group &&
      aws_vpc_security_group_ingress_rule.functions[service].security_group_id == group &&
      aws_vpc_security_group_ingress_rule.functions[service].referenced_security_group_id == aws_security_group.functions.id
    ])
    error_message = "The function may not connect to the database or to Secrets Manager."
  }
  assert {
    condition = (
      aws_secretsmanager_secret_version.postgres_service.secret_string_wo_version == 1 &&
      aws_db_instance.main.manage_master_user_password
    )
    error_message = "One of the two passwords is not there."
  }
}
