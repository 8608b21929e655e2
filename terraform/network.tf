# Nothing in the VPC has a public address, and there is no internet gateway and no NAT. The functions in it reach S3 through the gateway
# endpoint, which is free, and Secrets Manager through an interface endpoint: about 15 USD a month in two zones, where NAT gateways cost
# 65 plus the traffic and would open a way out to the whole internet. Nothing else is called from there: Lambda itself polls the queue and
# writes the logs.

data "aws_availability_zones" "available" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  # RDS wants two; a third would cost one more interface endpoint.
  zones = { for i in range(2) : tostring(i) => data.aws_availability_zones.available.names[i] }
}

resource "aws_vpc" "main" {
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# Nobody uses it: what lands in it by mistake reaches nothing.
resource "aws_default_security_group" "unused" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "private" {
  for_each = local.zones

  vpc_id            = aws_vpc.main.id
  availability_zone = each.value
  cidr_block        = cidrsubnet(var.vpc_cidr, 4, tonumber(each.key))

  tags = { Name = "${var.name}-private-${each.value}" }
}

resource "aws_subnet" "database" {
  for_each = local.zones

  vpc_id            = aws_vpc.main.id
  availability_zone = each.value
  cidr_block        = cidrsubnet(var.vpc_cidr, 4, 8 + tonumber(each.key))

  tags = { Name = "${var.name}-database-${each.value}" }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id

  tags = { Name = "${var.name}-private" }
}

resource "aws_route_table" "database" {
  vpc_id = aws_vpc.main.id

  tags = { Name = "${var.name}-database" }
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}

resource "aws_route_table_association" "database" {
  for_each = aws_subnet.database

  subnet_id      = each.value.id
  route_table_id = aws_route_table.database.id
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]

  # What the functions may do is in their roles; here, that nothing else can be reached through the endpoint.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Files"
        Effect    = "Allow"
        Principal = "*"
        Action    = concat(local.file_actions, local.version_actions.files)
        Resource  = "${module.bucket.arn}/*"
        Condition = { StringEquals = { "aws:PrincipalAccount" = local.account } }
      },
      {
        Sid       = "Bucket"
        Effect    = "Allow"
        Principal = "*"
        Action    = concat(["s3:ListBucket"], local.version_actions.bucket)
        Resource  = module.bucket.arn
        Condition = { StringEquals = { "aws:PrincipalAccount" = local.account } }
      },
    ]
  })

  tags = { Name = "${var.name}-s3" }
}

resource "aws_vpc_endpoint" "secrets" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.${var.region}.secretsmanager"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoints.id]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DatabaseSecrets"
        Effect    = "Allow"
        Principal = "*"
        Action    = ["secretsmanager:GetSecretValue"]
        Resource  = [aws_secretsmanager_secret.postgres_service.arn, local.migration_secret]
        Condition = { StringEquals = { "aws:PrincipalAccount" = local.account } }
      },
    ]
  })

  tags = { Name = "${var.name}-secrets" }
}

# Who may talk to whom. Security groups allow what they list and nothing else; answers always pass.

resource "aws_security_group" "functions" {
  name        = "${var.name}-functions"
  description = "The functions in the VPC"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "Postgres"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "cache" {
  name        = "${var.name}-cache"
  description = "Valkey"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "endpoints" {
  name        = "${var.name}-endpoints"
  description = "Secrets Manager"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "proxy" {
  count = var.database.proxy ? 1 : 0

  name        = "${var.name}-proxy"
  description = "RDS Proxy"
  vpc_id      = aws_vpc.main.id
}

locals {
  services = merge(
    {
      database  = { group = aws_security_group.database.id, port = 5432 }
      cache     = { group = aws_security_group.cache.id, port = 6379 }
      endpoints = { group = aws_security_group.endpoints.id, port = 443 }
    },
    { for group in aws_security_group.proxy : "proxy" => { group = group.id, port = 5432 } },
  )
}

resource "aws_vpc_security_group_egress_rule" "functions" {
  for_each = local.services

  security_group_id            = aws_security_group.functions.id
  description                  = "To ${each.key}"
  referenced_security_group_id = each.value.group
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "s3" {
  security_group_id = aws_security_group.functions.id
  description       = "To S3"
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "collector" {
  count = var.otlp_endpoint == null ? 0 : 1

  security_group_id = aws_security_group.functions.id
  description       = "To the collector of traces"
  cidr_ipv4         = var.vpc_cidr
  ip_protocol       = "tcp"
  from_port         = tonumber(regex("[0-9]+$", var.otlp_endpoint))
  to_port           = tonumber(regex("[0-9]+$", var.otlp_endpoint))
}

resource "aws_vpc_security_group_ingress_rule" "functions" {
  for_each = local.services

  security_group_id            = each.value.group
  description                  = "From the functions"
  referenced_security_group_id = aws_security_group.functions.id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "proxy" {
  count = var.database.proxy ? 1 : 0

  security_group_id            = aws_security_group.proxy[0].id
  description                  = "To the database"
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_vpc_security_group_ingress_rule" "proxy" {
  count = var.database.proxy ? 1 : 0

  security_group_id            = aws_security_group.database.id
  description                  = "From the proxy"
  referenced_security_group_id = aws_security_group.proxy[0].id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

# Where functions are placed, and all that they must find there. Rules, routes and endpoints are resources of their own, which nothing
# that a function is made of refers to: without this a plan with -target, such as that of a first deployment (eng/deploy-aws.sh), would leave
# them out, and Terraform takes the way out that a new security group has by default.
resource "terraform_data" "vpc" {
  input = {
    subnet_ids         = [for subnet in aws_subnet.private : subnet.id]
    security_group_ids = [aws_security_group.functions.id]
  }

  depends_on = [
    aws_route_table_association.private,
    aws_vpc_endpoint.s3,
    aws_vpc_endpoint.secrets,
    aws_vpc_security_group_egress_rule.functions,
    aws_vpc_security_group_egress_rule.s3,
    aws_vpc_security_group_ingress_rule.functions,
    aws_secretsmanager_secret_version.postgres_service,
  ]
}

locals {
  vpc = {
    subnet_ids         = terraform_data.vpc.output.subnet_ids
    security_group_ids = terraform_data.vpc.output.security_group_ids
  }
}
