# Who else deploys, and what it may cost; all others are in variables.tf.

variable "monthly_budget" {
  description = <<-EOT
    USD that the account may cost in a month: at four fifths of it, and when the month is likely to go over it, the alarm topic is told. It is
    the whole account's, since costs by tag take an activation in the billing console. null: no budget.
  EOT
  type        = number
  default     = 200

  validation {
    condition     = var.monthly_budget == null || try(var.monthly_budget > 0, false)
    error_message = "monthly_budget is over 0, or null."
  }
}

variable "github" {
  description = <<-EOT
    The repository on GitHub whose workflows deploy, without keys: OpenID Connect. null: no such roles.
    - repository: owner/name.
    - environment: the environment of the job that applies; its reviewers are the ones who let it.
    - deploy_policies: ARNs of the policies of the role that applies. It makes roles and policies, so it is the account's administrator in all
      but name: AWS's AdministratorAccess, or what your organization has for that.
    - state_bucket: the bucket of Terraform's state, which a plan on a pull request reads.
    - provider_arn: an account has one provider for GitHub; its ARN where there is one already.
  EOT
  type = object({
    repository      = string
    environment     = optional(string, "production")
    deploy_policies = list(string)
    state_bucket    = string
    provider_arn    = optional(string)
  })
  default = null

  validation {
    condition     = var.github == null || can(regex("^[A-Za-z0-9-]+(@[0-9]+)?/[A-Za-z0-9._-]+(@[0-9]+)?$", var.github.repository))
    error_message = "github.repository is owner/name, or owner@id/name@id, without patterns: whoever matches can deploy."
  }
  validation {
    condition     = var.github == null || can(regex("^[A-Za-z0-9_-]+$", var.github.environment))
    error_message = "github.environment is the name of an environment, without patterns."
  }
  validation {
    condition     = var.github == null || try(length(var.github.deploy_policies) > 0, false)
    error_message = "github.deploy_policies has a policy at least."
  }
}
