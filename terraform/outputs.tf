output "url" {
  description = "Where clients reach the service, on whichever cloud."
  value       = local.public_url
}

output "aws_url" {
  description = "The service on AWS alone."
  value       = local.api_url
}

output "bucket" {
  description = "The bucket of the files."
  value       = module.bucket.name
}

output "functions" {
  description = "The functions' names; invoke them as <name>:live."
  value       = { for name, function in local.functions : name => function.name }
}

output "secrets" {
  description = "Secrets whose values whoever deploys puts in."
  value       = { client = aws_secretsmanager_secret.client.name, canary = one(aws_secretsmanager_secret.canary[*].name) }
}

output "health_checks" {
  description = "Ids of Route 53's health checks, by cloud; inverting AWS's is the drill of docs/deploying-aws.md."
  value       = { for cloud, check in aws_route53_health_check.main : cloud => check.id }
}

output "queues" {
  description = "URLs of the queues."
  value = {
    objects      = aws_sqs_queue.objects.url
    objects-dead = aws_sqs_queue.objects_dead.url
    webhook-dead = one(aws_sqs_queue.webhook_dead[*].url)
  }
}

output "azure_settings" {
  description = "What the Functions app on Azure needs to know of this side: docs/settings.md. Its role and queue come with var.azure."
  value = merge(
    local.cache_settings,
    local.pooler_settings,
    local.shared_request_settings,
    {
      AWS_REGION         = var.region
      Nv__Bucket         = module.bucket.name
      Nv__ClientSecret   = aws_secretsmanager_secret.client.name
      Nv__Database       = local.database.azure
      Nv__DatabaseSecret = aws_secretsmanager_secret.postgres_service.name
      Nv__PublicUrl      = local.public_url
      Nv__ReconcileHours = tostring(var.reconcile_hours)
      Nv__TopicArn       = aws_sns_topic.objects.arn
    },
    { for role in aws_iam_role.azure : "Nv__Azure__RoleArn" => role.arn },
    { for queue in aws_sqs_queue.webhook_dead : "Nv__Azure__DeadLetterQueue" => queue.url },
  )
}

output "vpn" {
  description = "The four tunnels as Azure configures them: local gateway, BGP addresses, and the secret that holds the keys."
  value = {
    asn           = local.vpn == null ? null : aws_vpn_gateway.azure[0].amazon_side_asn
    address_space = local.vpn == null ? null : var.vpc_cidr
    tunnels = flatten([
      for key, connection in aws_vpn_connection.azure : [
        for i, tunnel in [
          { gateway_ip = connection.tunnel1_address, cidr = local.vpn_connections[key].tunnels[0] },
          { gateway_ip = connection.tunnel2_address, cidr = local.vpn_connections[key].tunnels[1] },
        ] :
        {
          azure_instance = tonumber(key)
          gateway_ip     = tunnel.gateway_ip
          aws_bgp_ip     = cidrhost(tunnel.cidr, 1)
          azure_bgp_ip   = cidrhost(tunnel.cidr, 2)
          key_secret     = connection.preshared_key_arn
          key_number     = i + 1
        }
      ]
    ])
  }
}

output "alarm_topics" {
  description = "The topics of the alarms, by region."
  value       = { for region, topic in aws_sns_topic.alarms : region => topic.arn }
}
