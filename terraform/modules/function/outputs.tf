output "name" {
  description = "The function's name."
  value       = aws_lambda_function.this.function_name
}

output "alias" {
  description = "The alias's name."
  value       = local.alias.name
}

output "alias_arn" {
  description = "The alias: what callers invoke."
  value       = local.alias.arn
}

output "invoke_arn" {
  description = "The alias, as API Gateway wants it."
  value       = local.alias.invoke_arn
}

output "published" {
  description = "The newest version, which the alias of a function whose versions come gradually does not point to yet."
  value       = aws_lambda_function.this.version
}

output "gradual" {
  description = "Whether CodeDeploy moves the alias."
  value       = var.gradual
}

# For review and tests.
output "policy" {
  description = "What the role may do."
  value       = aws_iam_role_policy.this.policy
}

output "trust" {
  description = "Who may take the role."
  value       = aws_iam_role.this.assume_role_policy
}

output "configuration" {
  description = "How the function runs."
  value = {
    runtime      = aws_lambda_function.this.runtime
    handler      = aws_lambda_function.this.handler
    architecture = one(aws_lambda_function.this.architectures)
    timeout      = aws_lambda_function.this.timeout
    concurrency  = aws_lambda_function.this.reserved_concurrent_executions
    environment  = aws_lambda_function.this.environment[0].variables
    role         = aws_lambda_function.this.role
    vpc          = aws_lambda_function.this.vpc_config
    log_group    = aws_lambda_function.this.logging_config[0].log_group
    log_days     = aws_cloudwatch_log_group.this.retention_in_days
    package      = { path = aws_lambda_function.this.filename, hash = aws_lambda_function.this.source_code_hash }
    publish      = aws_lambda_function.this.publish
    live         = local.alias.function_version
  }
}
