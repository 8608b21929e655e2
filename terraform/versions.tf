terraform {
  # 1.11: write-only arguments, mocks with overrides in files of their own, variables that are validated against each other.
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6: every resource takes a region, so that the replica and the alarms of Route 53 need no second provider. 6.66 is the schema that
      # the checks run against: older ones lack arguments that are used here.
      version = ">= 6.66, < 7.0"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = merge({ service = var.name }, var.tags)
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
}
