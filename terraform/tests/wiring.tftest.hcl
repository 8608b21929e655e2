# What points to what. Each of these could name a resource of the right kind and yet the wrong one: it would be planned, and applied, and
# nothing would work.

mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
  domain  = { host = "files.example.com", zone_id = "Z0000000000000" }
  azure = {
    tenant_id          = "11111111-1111-1111-1111-111111111111"
    audience           = "api://nv-demo"
    subject            = "22222222-2222-2222-2222-222222222222"
    front_door_host    = "nv-demo.azurefd.net"
    webhook_subscribed = true
    vpn = {
      peer_ips      = ["192.0.2.1", "192.0.2.2"]
      address_space = ["10.30.0.0/16", "10.31.0.0/16"]
    }
  }
}

run "the_network" {
  # Only the private route table has the way to S3, only the database's the one to Azure.
  assert {
    condition = {
      for kind, associations in { private = aws_route_table_association.private, database = aws_route_table_association.database } :
      kind => { for key, association in associations : key => [association.subnet_id, association.route_table_id] }
      } == {
      private  = { for key, subnet in aws_subnet.private : key => [subnet.id, aws_route_table.private.id] }
      database = { for key, subnet in aws_subnet.database : key => [subnet.id, aws_route_table.database.id] }
    }
    error_message = "A subnet has another's routes."
  }
  assert {
    condition = (
      [aws_vpc_endpoint.s3.service_name, aws_vpc_endpoint.secrets.service_name] ==
      ["com.amazonaws.eu-west-1.s3", "com.amazonaws.eu-west-1.secretsmanager"]
    )
    error_message = "An endpoint of another service, or of another region."
  }
  assert {
    condition = (
      [aws_vpc_endpoint.s3.vpc_endpoint_type, aws_vpc_endpoint.secrets.vpc_endpoint_type] == ["Gateway", "Interface"] &&
      toset(aws_vpc_endpoint.s3.route_table_ids) == toset([aws_route_table.private.id]) &&
      toset(aws_vpc_endpoint.secrets.security_group_ids) == toset([aws_security_group.endpoints.id]) &&
      toset(aws_vpc_endpoint.secrets.subnet_ids) == toset([for subnet in aws_subnet.private : subnet.id])
    )
    error_message = "The endpoints are not where the functions look for them."
  }
  assert {
    condition = toset(concat(
      [for subnet in concat(values(aws_subnet.private), values(aws_subnet.database)) : subnet.vpc_id],
      [for table in [aws_route_table.private, aws_route_table.database] : table.vpc_id],
      [for endpoint in [aws_vpc_endpoint.s3, aws_vpc_endpoint.secrets] : endpoint.vpc_id],
      [
        for group in [
          aws_security_group.functions, aws_security_group.database, aws_security_group.cache, aws_security_group.endpoints,
        ] : group.vpc_id
      ],
      [aws_default_security_group.unused.vpc_id, aws_vpn_gateway.azure[0].vpc_id],
    )) == toset([aws_vpc.main.id])
    error_message = "Something is in another VPC."
  }
  # An endpoint's usual name resolves in the VPC only with both.
  assert {
    condition     = aws_vpc.main.enable_dns_support && aws_vpc.main.enable_dns_hostnames && aws_vpc_endpoint.secrets.private_dns_enabled
    error_message = "Names don't resolve in the VPC."
  }
  assert {
    condition = alltrue([
      for function in [module.api, module.health, module.index, module.postgres_init, module.reconcile] :
      toset(flatten(function.configuration.vpc[*].subnet_ids)) == toset(aws_vpc_endpoint.secrets.subnet_ids) &&
      toset(flatten(function.configuration.vpc[*].security_group_ids)) ==
      toset([for rule in aws_vpc_security_group_egress_rule.functions : rule.security_group_id])
    ])
    error_message = "The functions are not where the endpoints and the rules are."
  }
  assert {
    condition = (
      aws_vpc_security_group_egress_rule.s3.security_group_id == aws_security_group.functions.id &&
      alltrue([
        for service, rule in aws_vpc_security_group_egress_rule.functions :
        rule.referenced_security_group_id == aws_vpc_security_group_ingress_rule.functions[service].security_group_id &&
        rule.from_port == aws_vpc_security_group_ingress_rule.functions[service].from_port &&
        rule.ip_protocol == "tcp" && aws_vpc_security_group_ingress_rule.functions[service].ip_protocol == "tcp"
      ])
    )
    error_message = "What may go out may not come in."
  }
}

run "the_data" {
  assert {
    condition = (
      aws_db_instance.main.db_subnet_group_name == aws_db_subnet_group.main.name &&
      toset(aws_db_subnet_group.main.subnet_ids) == toset([for subnet in aws_subnet.database : subnet.id]) &&
      aws_elasticache_replication_group.main.subnet_group_name == aws_elasticache_subnet_group.main.name &&
      toset(aws_elasticache_subnet_group.main.subnet_ids) == toset([for subnet in aws_subnet.database : subnet.id])
    )
    error_message = "The database or the cache is in other subnets than the VPN leads to."
  }
  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.functions["cache"].from_port == aws_elasticache_replication_group.main.port &&
      strcontains(module.api.configuration.environment.Nv__Redis, ":${aws_elasticache_replication_group.main.port},") &&
      module.api.configuration.environment.Nv__RedisIam__User == aws_elasticache_user.service.user_id &&
      module.api.configuration.environment.Nv__RedisIam__Cache == aws_elasticache_replication_group.main.replication_group_id &&
      aws_elasticache_user_group.main.user_ids == toset([aws_elasticache_user.service.user_id])
    )
    error_message = "The functions sign in to another cache, or as somebody whom it does not know."
  }
  assert {
    condition = (
      contains(split(" ", aws_elasticache_user.service.access_string), "+get") &&
      contains(split(" ", aws_elasticache_user.service.access_string), "+set")
    )
    error_message = "The cache's user may not read, or not write, list pages."
  }
}

run "the_events" {
  assert {
    condition = (
      aws_s3_bucket_notification.main.bucket == module.bucket.name &&
      [
        for topic in aws_s3_bucket_notification.main.topic :
        "${topic.topic_arn} ${coalesce(topic.filter_prefix, "all")} ${coalesce(topic.filter_suffix, "all")}"
      ] == ["${aws_sns_topic.objects.arn} all all"] &&
      aws_sns_topic_policy.objects.arn == aws_sns_topic.objects.arn
    )
    error_message = "The bucket does not report all of its keys to the topic."
  }
  assert {
    condition = (
      {
        for name, subscription in { queue = aws_sns_topic_subscription.objects, webhook = aws_sns_topic_subscription.webhook[0] } :
        name => [subscription.topic_arn, subscription.protocol, subscription.endpoint]
      } ==
      {
        queue   = [aws_sns_topic.objects.arn, "sqs", aws_sqs_queue.objects.arn]
        webhook = [aws_sns_topic.objects.arn, "https", "https://nv-demo.azurefd.net/api/events/sns"]
      }
    )
    error_message = "The topic delivers elsewhere."
  }
  # Events are S3's, without message attributes: a filter would let nothing through.
  assert {
    condition = alltrue([
      for subscription in [aws_sns_topic_subscription.objects, aws_sns_topic_subscription.webhook[0]] : subscription.filter_policy == null
    ]) && length(aws_lambda_event_source_mapping.index.filter_criteria) == 0
    error_message = "A filter takes events out."
  }
  assert {
    condition = (
      [aws_sqs_queue_policy.objects.queue_url, aws_sqs_queue_policy.webhook_dead[0].queue_url, aws_sqs_queue_redrive_allow_policy.objects_dead.queue_url] ==
      [aws_sqs_queue.objects.url, aws_sqs_queue.webhook_dead[0].url, aws_sqs_queue.objects_dead.url]
    )
    error_message = "A queue has another's policy."
  }
  assert {
    condition = (
      aws_lambda_event_source_mapping.index.event_source_arn == aws_sqs_queue.objects.arn &&
      aws_lambda_event_source_mapping.index.function_name == module.index.alias_arn &&
      aws_lambda_event_source_mapping.index.enabled != false &&
      strcontains(module.index.policy, aws_sqs_queue.objects.arn)
    )
    error_message = "The queue does not feed index:live."
  }
  # "Creating an HTTP/S delivery policy" in the SNS developer guide: the phases are parts of numRetries, what is left is the slowing down,
  # and all together may last for an hour.
  assert {
    condition = (
      [
        for policy in [jsondecode(aws_sns_topic_subscription.webhook[0].delivery_policy).healthyRetryPolicy] :
        policy.numRetries - policy.numNoDelayRetries - policy.numMinDelayRetries - policy.numMaxDelayRetries
      ] == [10]
    )
    error_message = "The phases are not parts of the retries, with ten in between."
  }
  assert {
    condition = alltrue([
      for policy in [jsondecode(aws_sns_topic_subscription.webhook[0].delivery_policy).healthyRetryPolicy] :
      policy.numMinDelayRetries * policy.minDelayTarget + policy.numMaxDelayRetries * policy.maxDelayTarget + 10 * policy.minDelayTarget >= 2400 &&
      policy.numMinDelayRetries * policy.minDelayTarget + policy.numMaxDelayRetries * policy.maxDelayTarget + 10 * policy.maxDelayTarget <= 3625 &&
      policy.backoffFunction == "exponential"
    ])
    error_message = "The webhook is tried for less than 40 minutes, or for more than SNS allows."
  }
}

run "the_gateway" {
  assert {
    condition = toset(concat(
      [for method in aws_api_gateway_method.main : method.rest_api_id],
      [for integration in aws_api_gateway_integration.main : integration.rest_api_id],
      [for response in aws_api_gateway_gateway_response.main : response.rest_api_id],
      [for settings in aws_api_gateway_method_settings.health : settings.rest_api_id],
      [
        aws_api_gateway_resource.proxy.rest_api_id, aws_api_gateway_resource.health.rest_api_id, aws_api_gateway_authorizer.main.rest_api_id,
        aws_api_gateway_deployment.main.rest_api_id, aws_api_gateway_stage.main.rest_api_id, aws_api_gateway_method_settings.main.rest_api_id,
      ],
    )) == toset(["api0000000"])
    error_message = "Something is of another API."
  }
  assert {
    condition = (
      [aws_api_gateway_resource.proxy.parent_id, aws_api_gateway_resource.health.parent_id] == ["root000000", "root000000"] &&
      aws_api_gateway_stage.main.deployment_id == aws_api_gateway_deployment.main.id &&
      aws_api_gateway_method_settings.main.stage_name == aws_api_gateway_stage.main.stage_name
    )
    error_message = "The resources, the stage or its settings hang elsewhere."
  }
  assert {
    condition = alltrue([
      for type, response in aws_api_gateway_gateway_response.main : response.response_type == type
    ])
    error_message = "A response has another's type."
  }
  assert {
    condition = alltrue([
      for integration in aws_api_gateway_integration.main : integration.timeout_milliseconds == 1000 * module.api.configuration.timeout
    ])
    error_message = "The gateway gives up at another time than api."
  }
}

run "the_schedules" {
  assert {
    condition = {
      for name, schedule in aws_scheduler_schedule.main :
      name => [schedule.target[0].arn, schedule.target[0].input, schedule.target[0].role_arn, schedule.group_name]
      } == {
      canary    = ["arn:aws:lambda:eu-west-1:123456789012:function:test-canary", "{}", aws_iam_role.schedules.arn, "test"]
      reconcile = ["arn:aws:lambda:eu-west-1:123456789012:function:test-reconcile:live", "{}", aws_iam_role.schedules.arn, "test"]
    }
    error_message = "A schedule invokes something else, or otherwise than by the clock."
  }
}

run "the_vpn" {
  # Azure's gateway waits where AWS does not begin: with "add" a tunnel that was down stays down until Azure dials.
  assert {
    condition = alltrue(flatten([
      for connection in aws_vpn_connection.azure :
      [for action in [connection.tunnel1_startup_action, connection.tunnel2_startup_action] : action == "start"]
    ]))
    error_message = "A tunnel waits to be called."
  }
  assert {
    condition = alltrue([
      for key, connection in aws_vpn_connection.azure :
      connection.customer_gateway_id == aws_customer_gateway.azure[key].id && connection.vpn_gateway_id == aws_vpn_gateway.azure[0].id
    ]) && length(aws_vpn_connection.azure) == 2
    error_message = "A connection between other gateways."
  }
  assert {
    condition = length(distinct(flatten([
      for connection in aws_vpn_connection.azure : [connection.tunnel1_inside_cidr, connection.tunnel2_inside_cidr]
    ]))) == 4
    error_message = "Two tunnels have the same addresses."
  }
  assert {
    condition = (
      aws_vpn_gateway_route_propagation.database[0].vpn_gateway_id == aws_vpn_gateway.azure[0].id &&
      aws_vpn_gateway_route_propagation.database[0].route_table_id == aws_route_table.database.id
    )
    error_message = "The database does not find back to Azure."
  }
  assert {
    condition = toset([
      for rule in aws_vpc_security_group_ingress_rule.azure : "${rule.security_group_id} ${rule.cidr_ipv4} ${rule.from_port}"
      ]) == toset([
      "${aws_security_group.database.id} 10.30.0.0/16 5432", "${aws_security_group.database.id} 10.31.0.0/16 5432",
      "${aws_security_group.cache.id} 10.30.0.0/16 6379", "${aws_security_group.cache.id} 10.31.0.0/16 6379",
    ])
    error_message = "Azure reaches the database and the cache from each of its ranges."
  }
  assert {
    condition = alltrue([
      for i, tunnel in output.vpn.tunnels :
      tunnel.key_secret == aws_vpn_connection.azure[tostring(tunnel.azure_instance)].preshared_key_arn &&
      tunnel.gateway_ip == (
        tunnel.key_number == 1
        ? aws_vpn_connection.azure[tostring(tunnel.azure_instance)].tunnel1_address
        : aws_vpn_connection.azure[tostring(tunnel.azure_instance)].tunnel2_address
      )
    ]) && [for tunnel in output.vpn.tunnels : tunnel.key_number] == [1, 2, 1, 2]
    error_message = "Azure is told of another tunnel's address or key."
  }
}
