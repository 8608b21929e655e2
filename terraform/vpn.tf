# To Azure's VNet, for the database and the cache, which have no public address: 200 to 300 USD a month, 75 of them on this side. Each of
# the two gateway instances there has a connection with two tunnels: four, any one of which will do. Routes come by BGP.

locals {
  vpn = try(var.azure.vpn, null)

  # Azure's instances have their BGP addresses in 169.254.21.0 to 169.254.22.255. AWS takes the first of each four, Azure the second.
  vpn_connections = local.vpn == null ? {} : {
    "0" = { peer_ip = local.vpn.peer_ips[0], tunnels = ["169.254.21.0/30", "169.254.22.0/30"] }
    "1" = { peer_ip = local.vpn.peer_ips[1], tunnels = ["169.254.21.4/30", "169.254.22.4/30"] }
  }

  vpn_services = local.vpn == null ? {} : {
    for pair in setproduct([var.database.proxy ? "proxy" : "database", "cache"], toset(local.vpn.address_space)) :
    "${pair[0]} ${pair[1]}" => { service = pair[0], range = pair[1] }
  }
}

resource "aws_vpn_gateway" "azure" {
  count = local.vpn == null ? 0 : 1

  vpc_id          = aws_vpc.main.id
  amazon_side_asn = "64512"

  tags = { Name = var.name }
}

# Only what Azure talks to.
resource "aws_vpn_gateway_route_propagation" "database" {
  count = local.vpn == null ? 0 : 1

  vpn_gateway_id = aws_vpn_gateway.azure[0].id
  route_table_id = aws_route_table.database.id
}

resource "aws_customer_gateway" "azure" {
  for_each = local.vpn_connections

  type       = "ipsec.1"
  ip_address = each.value.peer_ip
  bgp_asn    = tostring(local.vpn.asn)

  tags = { Name = "${var.name}-azure-${each.key}" }
}

resource "aws_vpn_connection" "azure" {
  for_each = local.vpn_connections

  type                = "ipsec.1"
  vpn_gateway_id      = aws_vpn_gateway.azure[0].id
  customer_gateway_id = aws_customer_gateway.azure[each.key].id
  static_routes_only  = false
  # The tunnels' keys are in a secret of the account, not in the state.
  preshared_key_storage = "SecretsManager"

  tunnel1_inside_cidr    = each.value.tunnels[0]
  tunnel1_ike_versions   = ["ikev2"]
  tunnel1_startup_action = "start"

  tunnel2_inside_cidr    = each.value.tunnels[1]
  tunnel2_ike_versions   = ["ikev2"]
  tunnel2_startup_action = "start"

  tags = { Name = "${var.name}-azure-${each.key}" }
}

resource "aws_vpc_security_group_ingress_rule" "azure" {
  for_each = local.vpn_services

  security_group_id = local.services[each.value.service].group
  description       = "From Azure"
  cidr_ipv4         = each.value.range
  ip_protocol       = "tcp"
  from_port         = local.services[each.value.service].port
  to_port           = local.services[each.value.service].port
}
