mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "the_functions_alone_reach_the_data" {
  assert {
    condition = alltrue([
      for rule in values(aws_vpc_security_group_ingress_rule.functions) :
      rule.referenced_security_group_id == aws_security_group.functions.id && rule.cidr_ipv4 == null && rule.from_port == rule.to_port
    ])
    error_message = "Somebody other than the functions may connect, or to other ports."
  }
  assert {
    condition = {
      for name, rule in aws_vpc_security_group_ingress_rule.functions : name => "${rule.security_group_id} ${rule.from_port}"
      } == {
      database  = "${aws_security_group.database.id} 5432"
      cache     = "${aws_security_group.cache.id} 6379"
      endpoints = "${aws_security_group.endpoints.id} 443"
    }
    error_message = "The ports are Postgres's, Valkey's and the endpoint's."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.azure) == 0
    error_message = "Without a VPN nothing comes from Azure."
  }
}

run "the_functions_reach_what_they_need_and_nothing_else" {
  assert {
    condition = toset([
      for rule in values(aws_vpc_security_group_egress_rule.functions) :
      "${rule.referenced_security_group_id} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "${aws_security_group.database.id} 5432-5432",
      "${aws_security_group.cache.id} 6379-6379",
      "${aws_security_group.endpoints.id} 443-443",
    ])
    error_message = "The functions may connect elsewhere."
  }
  assert {
    condition = (
      aws_vpc_security_group_egress_rule.s3.prefix_list_id == aws_vpc_endpoint.s3.prefix_list_id &&
      aws_vpc_security_group_egress_rule.s3.cidr_ipv4 == null
    )
    error_message = "S3 is reached through its endpoint."
  }
  assert {
    condition = (
      toset(aws_vpc_endpoint.s3.route_table_ids) == toset([aws_route_table.private.id]) &&
      aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway"
    )
    error_message = "The gateway endpoint is in the functions' routes."
  }
  assert {
    condition = (
      aws_vpc_endpoint.secrets.private_dns_enabled &&
      toset(aws_vpc_endpoint.secrets.subnet_ids) == toset([for subnet in aws_subnet.private : subnet.id])
    )
    error_message = "Secrets Manager has its usual name in the VPC, in every zone."
  }
  assert {
    condition = alltrue([
      for file in fileset(path.module, "**/*.tf") :
      (
        length(regexall(
          "\"aws_(internet_gateway|nat_gateway|egress_only_internet_gateway|eip)\"|map_public_ip_on_launch|0\\.0\\.0\\.0/0",
          file("${path.module}/${file}"),
        )) ==
        0
      )
    ])
    error_message = "There is no way between the VPC and the internet."
  }
}

run "the_endpoints_lead_to_our_bucket_and_secret_only" {
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_vpc_endpoint.s3.policy).Statement : [
        for action in s.Action : "${s.Effect} ${action} on ${s.Resource} for ${s.Condition.StringEquals["aws:PrincipalAccount"]}"
      ]
      ])) == toset([
      "Allow s3:GetObject on arn:aws:s3:::test-files/* for 123456789012",
      "Allow s3:PutObject on arn:aws:s3:::test-files/* for 123456789012",
      "Allow s3:DeleteObject on arn:aws:s3:::test-files/* for 123456789012",
      "Allow s3:AbortMultipartUpload on arn:aws:s3:::test-files/* for 123456789012",
      "Allow s3:ListMultipartUploadParts on arn:aws:s3:::test-files/* for 123456789012",
      "Allow s3:ListBucket on arn:aws:s3:::test-files for 123456789012",
    ])
    error_message = "The endpoint of S3 lets more through than the files."
  }
  assert {
    condition = toset(flatten([
      for s in jsondecode(aws_vpc_endpoint.secrets.policy).Statement : [
        for pair in setproduct(s.Action, s.Resource) :
        "${s.Effect} ${pair[0]} on ${pair[1]} for ${s.Condition.StringEquals["aws:PrincipalAccount"]}"
      ]
      ])) == toset([
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-test for 123456789012",
      "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:test/postgres-service-AbCdEf for 123456789012",
    ])
    error_message = "The endpoint of Secrets Manager lets other things through than the database's secrets."
  }
}

run "the_zones_and_ranges_are_apart" {
  assert {
    condition = length(distinct([
      for subnet in concat(values(aws_subnet.private), values(aws_subnet.database)) : subnet.cidr_block
    ])) == 4
    error_message = "Four subnets, four ranges."
  }
  assert {
    condition     = length(distinct([for subnet in values(aws_subnet.database) : subnet.availability_zone])) == 2
    error_message = "RDS wants two zones."
  }
}
