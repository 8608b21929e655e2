mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "nothing_of_azure_without_it" {
  variables { domain = { host = "files.example.com", zone_id = "Z0000000000000" } }

  assert {
    condition = length(concat(
      aws_iam_openid_connect_provider.azure, aws_iam_role.azure, aws_iam_role_policy.azure, aws_sqs_queue.webhook_dead,
      aws_sqs_queue_policy.webhook_dead,
      aws_sns_topic_subscription.webhook, aws_vpn_gateway.azure, aws_vpn_gateway_route_propagation.database, aws_route53_record.secondary,
      aws_route53_record.front_door, aws_route53_health_check.failover, values(aws_customer_gateway.azure), values(aws_vpn_connection.azure),
      values(aws_vpc_security_group_ingress_rule.azure),
    )) == 0
    error_message = "Something of Azure exists with azure = null."
  }
  assert {
    condition = (
      keys(aws_route53_health_check.main) == ["aws"] &&
      length([for name in keys(aws_cloudwatch_metric_alarm.main) : name if can(regex("azure|webhook|vpn|failover", name))]) == 0
    )
    error_message = "Something watches Azure with azure = null."
  }
  assert {
    condition = (
      jsondecode(aws_cloudformation_stack.canary[0].template_body).Resources.Function.Properties.Environment.Variables.URLS ==
      "https://aws.files.example.com"
    )
    error_message = "The canary goes to Azure with azure = null."
  }
  assert {
    condition     = output.queues.webhook-dead == null && length(output.vpn.tunnels) == 0
    error_message = "The outputs speak of Azure with azure = null."
  }
  # Azure is deployed before var.azure can be filled in, and needs these for it.
  assert {
    condition = output.azure_settings == {
      AWS_REGION          = "eu-west-1"
      Nv__Bucket          = "test-files"
      Nv__ClientSecret    = "test/client"
      Nv__Database        = "Host=test.rds.amazonaws.com;Port=5432;Database=nvdemo;SSL Mode=VerifyFull;GSS Encryption Mode=Disable;Root Certificate=global-bundle.pem;Maximum Pool Size=2"
      Nv__DatabaseSecret  = "test/postgres-service"
      Nv__PublicUrl       = "https://files.example.com"
      Nv__ReconcileHours  = "24"
      Nv__Redis           = "master.test.cache.amazonaws.com:6379,ssl=true,checkCertificateRevocation=false"
      Nv__RedisIam__Cache = "test"
      Nv__RedisIam__User  = "test-service"
      Nv__TopicArn        = "arn:aws:sns:eu-west-1:123456789012:test-object-events"
    }
    error_message = "What is known of this side before Azure is there: ${jsonencode(output.azure_settings)}"
  }
}

run "azure" {
  variables {
    domain = { host = "files.example.com", zone_id = "Z0000000000000" }
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"

    }
  }

  assert {
    condition     = contains(one(aws_s3_bucket_cors_configuration.main.cors_rule).allowed_origins, "https://nv-demo.azurefd.net")
    error_message = "The page is at Front Door's own name too."
  }
  assert {
    condition = (
      aws_iam_openid_connect_provider.azure[0].url == "https://sts.windows.net/11111111-1111-1111-1111-111111111111/" &&
      toset(aws_iam_openid_connect_provider.azure[0].client_id_list) == toset(["api://nv-demo"])
    )
    error_message = "The issuer of the tenant, for one audience."
  }
  assert {
    condition = jsondecode(aws_iam_role.azure[0].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/sts.windows.net/11111111-1111-1111-1111-111111111111/" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "sts.windows.net/11111111-1111-1111-1111-111111111111/:aud" = "api://nv-demo"
          "sts.windows.net/11111111-1111-1111-1111-111111111111/:sub" = "22222222-2222-2222-2222-222222222222"
        }
      }
    }]
    error_message = "Another identity, or tokens for another audience, can take the role."
  }
  assert {
    condition = output.azure_settings == {
      AWS_REGION                 = "eu-west-1"
      Nv__Azure__RoleArn         = "arn:aws:iam::123456789012:role/test-azure"
      Nv__Azure__DeadLetterQueue = "https://sqs.eu-west-1.amazonaws.com/123456789012/test-webhook-dead"
      Nv__Bucket                 = "test-files"
      Nv__ClientSecret           = "test/client"
      Nv__Database               = "Host=test.rds.amazonaws.com;Port=5432;Database=nvdemo;SSL Mode=VerifyFull;GSS Encryption Mode=Disable;Root Certificate=global-bundle.pem;Maximum Pool Size=2"
      Nv__DatabaseSecret         = "test/postgres-service"
      Nv__PublicUrl              = "https://files.example.com"
      Nv__ReconcileHours         = "24"
      Nv__Redis                  = "master.test.cache.amazonaws.com:6379,ssl=true,checkCertificateRevocation=false"
      Nv__RedisIam__Cache        = "test"
      Nv__RedisIam__User         = "test-service"
      Nv__TopicArn               = "arn:aws:sns:eu-west-1:123456789012:test-object-events"
    }
    error_message = "The Functions app's settings: the same data as the functions'."
  }
  assert {
    condition     = length(aws_vpn_gateway.azure) == 0 && length(aws_vpn_connection.azure) == 0
    error_message = "No VPN unless asked."
  }
}

run "a_provider_that_is_there" {
  variables {
    domain = { host = "files.example.com", zone_id = "Z0000000000000" }
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      provider_arn    = "arn:aws:iam::123456789012:oidc-provider/other"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"
    }
  }

  assert {
    condition = (
      length(aws_iam_openid_connect_provider.azure) == 0 &&
      jsondecode(aws_iam_role.azure[0].assume_role_policy).Statement[0].Principal.Federated == "arn:aws:iam::123456789012:oidc-provider/other"
    )
    error_message = "An account can't have a second provider of one issuer."
  }
}

run "vpn" {
  variables {
    domain = { host = "files.example.com", zone_id = "Z0000000000000" }
    azure = {
      tenant_id       = "11111111-1111-1111-1111-111111111111"
      audience        = "api://nv-demo"
      subject         = "22222222-2222-2222-2222-222222222222"
      front_door_host = "nv-demo.azurefd.net"
      vpn = {
        peer_ips      = ["192.0.2.1", "192.0.2.2"]
        address_space = ["10.30.0.0/16"]
      }
    }
  }

  assert {
    condition = (
      { for key, gateway in aws_customer_gateway.azure : key => "${gateway.ip_address} ${gateway.bgp_asn}" } ==
      { "0" = "192.0.2.1 65515", "1" = "192.0.2.2 65515" }
    )
    error_message = "A customer gateway for each of Azure's."
  }
  assert {
    condition = {
      for key, connection in aws_vpn_connection.azure : key => [connection.tunnel1_inside_cidr, connection.tunnel2_inside_cidr]
      } == {
      "0" = ["169.254.21.0/30", "169.254.22.0/30"]
      "1" = ["169.254.21.4/30", "169.254.22.4/30"]
    }
    error_message = "Four tunnels, with addresses that Azure takes for BGP."
  }
  assert {
    condition = alltrue([
      for connection in aws_vpn_connection.azure :
      (
        !connection.static_routes_only &&
        connection.preshared_key_storage == "SecretsManager" &&
        connection.tunnel1_preshared_key != "" &&
        toset(connection.tunnel1_ike_versions) == toset(["ikev2"]) &&
        toset(connection.tunnel2_ike_versions) == toset(["ikev2"])
      )
    ])
    error_message = "BGP, IKEv2, keys in Secrets Manager."
  }
  assert {
    condition     = aws_vpn_gateway_route_propagation.database[0].route_table_id == aws_route_table.database.id
    error_message = "The database does not find back to Azure."
  }
  assert {
    condition = toset([
      for rule in aws_vpc_security_group_ingress_rule.azure :
      "${rule.security_group_id} ${rule.cidr_ipv4} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "${aws_security_group.database.id} 10.30.0.0/16 5432-5432",
      "${aws_security_group.cache.id} 10.30.0.0/16 6379-6379",
    ])
    error_message = "Azure reaches the database and the cache, and nothing else."
  }
  assert {
    condition = [for tunnel in output.vpn.tunnels : "${tunnel.azure_instance} ${tunnel.aws_bgp_ip} ${tunnel.azure_bgp_ip}"] == [
      "0 169.254.21.1 169.254.21.2", "0 169.254.22.1 169.254.22.2", "1 169.254.21.5 169.254.21.6", "1 169.254.22.5 169.254.22.6",
    ]
    error_message = "The tunnels as Azure needs them."
  }
}
