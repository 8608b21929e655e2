# host is the service on whichever cloud; aws.<host> is AWS alone, for health checks and the canary. Both have one certificate.

locals {
  aws_host = var.domain == null ? null : "aws.${var.domain.host}"
  hosts    = var.domain == null ? [] : [var.domain.host, local.aws_host]

  # An outage moves clients within about two minutes: three failed checks, 30 s apart, and the record's 30 s.
  health_checks = var.domain == null ? {} : merge(
    { aws = { host = local.aws_host, path = "/health" } },
    var.azure == null ? {} : { azure = { host = var.azure.front_door_host, path = var.azure.health_path } },
  )
}

resource "aws_acm_certificate" "main" {
  count = var.domain == null ? 0 : 1

  domain_name               = var.domain.host
  subject_alternative_names = [local.aws_host]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  certificate_proofs = { for proof in flatten(aws_acm_certificate.main[*].domain_validation_options) : proof.domain_name => proof }
}

resource "aws_route53_record" "certificate" {
  for_each = toset(local.hosts)

  zone_id         = var.domain.zone_id
  name            = local.certificate_proofs[each.key].resource_record_name
  type            = local.certificate_proofs[each.key].resource_record_type
  records         = [local.certificate_proofs[each.key].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "main" {
  count = var.domain == null ? 0 : 1

  certificate_arn         = aws_acm_certificate.main[0].arn
  validation_record_fqdns = [for record in aws_route53_record.certificate : record.fqdn]
}

resource "aws_api_gateway_domain_name" "main" {
  for_each = toset(local.hosts)

  domain_name              = each.key
  regional_certificate_arn = aws_acm_certificate_validation.main[0].certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "main" {
  for_each = aws_api_gateway_domain_name.main

  api_id      = aws_api_gateway_rest_api.main.id
  stage_name  = aws_api_gateway_stage.main.stage_name
  domain_name = each.value.domain_name
}

resource "aws_route53_record" "aws" {
  count = var.domain == null ? 0 : 1

  zone_id = var.domain.zone_id
  name    = local.aws_host
  type    = "CNAME"
  ttl     = 300
  records = [aws_api_gateway_domain_name.main[local.aws_host].regional_domain_name]
}

resource "aws_route53_health_check" "main" {
  for_each = local.health_checks

  type              = "HTTPS"
  fqdn              = each.value.host
  port              = 443
  resource_path     = each.value.path
  request_interval  = 30
  failure_threshold = 3
  # Three at least; from all of Route 53's the checks alone would be over a million requests a month.
  regions = ["us-east-1", "eu-west-1", "ap-southeast-1"]

  tags = { Name = "${var.name}-${each.key}" }
}

# /health is a function of its own, so that strangers who keep it busy take nothing from api and the other way round; it can't tell that
# api is broken. api's own failures can: replies that say so, and invocations that end in none. Neither the gateway's 429 and 503 nor the
# authorizer's failures are among them, which strangers could cause.
locals {
  api_checks = {
    api-failing = {
      description = "More than half of api's replies were 5xx for three minutes. With Azure, DNS leads clients there meanwhile."
      namespace   = "NvDemo", metric = "ServerErrors"
      dimensions  = { Function = "api" }
    }
    api-crashing = {
      description = "More than half of api's invocations ended without a reply for three minutes. With Azure, DNS leads clients there meanwhile."
      namespace   = "AWS/Lambda", metric = "Errors"
      dimensions  = local.alias_dimensions["api"]
    }
  }
}

# Route 53 watches an alarm's metric itself, and takes neither metric math nor "m out of n": the average of a metric that is 0 or 1 is a ratio
# without either.
resource "aws_cloudwatch_metric_alarm" "api" {
  for_each = local.api_checks

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0.5
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms[var.region].arn]
  ok_actions          = [aws_sns_topic.alarms[var.region].arn]
}

# An idle api is no broken one. Route 53 goes by the alarm as it was when the check was last told of it: what defines it triggers that.
resource "aws_route53_health_check" "api" {
  for_each = var.azure == null ? {} : aws_cloudwatch_metric_alarm.api

  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = each.value.alarm_name
  cloudwatch_alarm_region         = var.region
  insufficient_data_health_status = "Healthy"

  triggers = {
    alarm = sha1(jsonencode([
      each.value.namespace, each.value.metric_name, each.value.dimensions, each.value.statistic, each.value.period,
      each.value.evaluation_periods, each.value.comparison_operator, each.value.threshold, each.value.treat_missing_data,
    ]))
  }

  tags = { Name = "${var.name}-${each.key}" }
}

# What DNS goes by: all of them.
resource "aws_route53_health_check" "failover" {
  count = var.azure == null ? 0 : 1

  type = "CALCULATED"
  child_healthchecks = concat(
    [aws_route53_health_check.main["aws"].id], [for check in aws_route53_health_check.api : check.id],
  )
  child_health_threshold = 1 + length(local.api_checks)

  tags = { Name = "${var.name}-failover" }
}

# With AWS alone a plain record, with Azure the first half of a failover pair.
resource "aws_route53_record" "primary" {
  count = var.domain == null ? 0 : 1

  zone_id         = var.domain.zone_id
  name            = var.domain.host
  type            = "CNAME"
  ttl             = 30
  records         = [aws_api_gateway_domain_name.main[var.domain.host].regional_domain_name]
  set_identifier  = var.azure == null ? null : "aws"
  health_check_id = one(aws_route53_health_check.failover[*].id)

  dynamic "failover_routing_policy" {
    for_each = var.azure == null ? [] : ["PRIMARY"]

    content {
      type = failover_routing_policy.value
    }
  }
}

resource "aws_route53_record" "secondary" {
  count = var.azure == null ? 0 : 1

  zone_id         = var.domain.zone_id
  name            = var.domain.host
  type            = "CNAME"
  ttl             = 30
  records         = [var.azure.front_door_host]
  set_identifier  = "azure"
  health_check_id = aws_route53_health_check.main["azure"].id

  failover_routing_policy {
    type = "SECONDARY"
  }

  # Route 53 has no failover record beside a plain one of the same name.
  depends_on = [aws_route53_record.primary]
}

# By which Front Door sees that the name is ours, although it is AWS that the name mostly leads to.
resource "aws_route53_record" "front_door" {
  count = try(var.azure.front_door_validation, null) == null ? 0 : 1

  zone_id = var.domain.zone_id
  name    = "_dnsauth.${var.domain.host}"
  type    = "TXT"
  ttl     = 300
  records = [var.azure.front_door_validation]
}
