variable "name" {
  description = "Prefix of the function's name."
  type        = string
}

variable "function" {
  description = "NV_FUNCTION: which function the executable is."
  type        = string
}

variable "description" {
  description = "What it does."
  type        = string
}

variable "package" {
  description = "The zip and what it was built for."
  type = object({
    path         = string
    architecture = string
  })
}

variable "memory" {
  description = "MB; the share of a processor grows with it."
  type        = number
}

variable "timeout" {
  description = "Seconds."
  type        = number
}

variable "concurrency" {
  description = "Most instances at once; null: the account's limit."
  type        = number
  default     = null
}

variable "environment" {
  description = "Settings: docs/settings.md."
  type        = map(string)
  default     = {}
}

variable "statements" {
  description = "What it may do, besides writing its log."
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
  }))
  default = []
}

variable "vpc" {
  description = "Where it is connected; null: outside any VPC."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null
}

variable "log_days" {
  description = "Days for which its log is kept."
  type        = number
}

variable "gradual" {
  description = "Whether new versions come gradually, by CodeDeploy: codedeploy.tf."
  type        = bool
  default     = false
}
