# Optional. AWS's core rules are left out: they refuse bodies over 8 KB and whatever looks like code, which are a file store's business.
# CloudFormation makes the web ACL: its type in the AWS provider nests rules in rules, which the schema that the offline checks have can't
# express.

locals {
  # Samples would show the Authorization header.
  waf_metrics = { for rule in ["all", "rate", "reputation"] : rule => {
    CloudWatchMetricsEnabled = true
    MetricName               = "${var.name}-${rule}"
    SampledRequestsEnabled   = false
  } }
}

resource "aws_cloudformation_stack" "waf" {
  count = var.waf ? 1 : 0

  name = "${var.name}-waf"

  template_body = jsonencode({
    Resources = {
      WebAcl = {
        Type = "AWS::WAFv2::WebACL"
        Properties = {
          Name             = var.name
          Description      = "Rate per address, addresses of bad repute"
          Scope            = "REGIONAL"
          DefaultAction    = { Allow = {} }
          VisibilityConfig = local.waf_metrics["all"]
          Rules = [
            {
              Name     = "rate"
              Priority = 1
              Action   = { Block = {} }
              Statement = {
                RateBasedStatement = { AggregateKeyType = "IP", Limit = 2000, EvaluationWindowSec = 300 }
              }
              VisibilityConfig = local.waf_metrics["rate"]
            },
            {
              Name           = "reputation"
              Priority       = 2
              OverrideAction = { None = {} }
              Statement = {
                ManagedRuleGroupStatement = { VendorName = "AWS", Name = "AWSManagedRulesAmazonIpReputationList" }
              }
              VisibilityConfig = local.waf_metrics["reputation"]
            },
          ]
        }
      }
    }
    Outputs = {
      Arn = { Value = { "Fn::GetAtt" = ["WebAcl", "Arn"] } }
    }
  })
}

resource "aws_wafv2_web_acl_association" "main" {
  count = var.waf ? 1 : 0

  resource_arn = aws_api_gateway_stage.main.arn
  web_acl_arn  = aws_cloudformation_stack.waf[0].outputs["Arn"]
}
