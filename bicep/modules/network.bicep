// The virtual network. The app's outgoing traffic passes the NAT gateway, so it has one address; what is in AWS's VPC, it
// reaches through the VPN.

import { resourceTags } from 'types.bicep'

@description('Prefix of the names.')
param name string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('Address space, a /16 to /22; must not overlap with the AWS VPC.')
param addressSpace string

@description('Whether there is a subnet for the VPN gateway.')
param hasVpn bool

resource natAddress 'Microsoft.Network/publicIPAddresses@2024-07-01' = {
  name: '${name}-nat'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource nat 'Microsoft.Network/natGateways@2024-07-01' = {
  name: '${name}-nat'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    idleTimeoutInMinutes: 10
    publicIpAddresses: [
      {
        id: natAddress.id
      }
    ]
  }
}

var functionsSubnet = {
  name: 'functions'
  properties: {
    addressPrefix: cidrSubnet(addressSpace, 24, 0)
    defaultOutboundAccess: false
    natGateway: {
      id: nat.id
    }
    delegations: [
      {
        name: 'functions'
        properties: {
          serviceName: 'Microsoft.App/environments'
        }
      }
    ]
  }
}

var endpointsSubnet = {
  name: 'endpoints'
  properties: {
    addressPrefix: cidrSubnet(addressSpace, 27, 8)
    defaultOutboundAccess: false
    privateEndpointNetworkPolicies: 'Disabled'
  }
}

// Azure fixes the name.
var gatewaySubnet = {
  name: 'GatewaySubnet'
  properties: {
    addressPrefix: cidrSubnet(addressSpace, 27, 9)
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: '${name}-network'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressSpace
      ]
    }
    subnets: concat([functionsSubnet, endpointsSubnet], hasVpn ? [gatewaySubnet] : [])
  }

  resource functions 'subnets' existing = {
    name: functionsSubnet.name
  }

  resource endpoints 'subnets' existing = {
    name: endpointsSubnet.name
  }

  resource gateway 'subnets' existing = {
    name: gatewaySubnet.name
  }
}

@description('The network.')
output networkId string = network.id

@description('The subnet of the app.')
output functionsSubnetId string = network::functions.id

@description('The subnet of the private endpoints.')
output endpointsSubnetId string = network::endpoints.id

@description('The subnet of the VPN gateway, if there is one.')
output gatewaySubnetId string? = hasVpn ? network::gateway.id : null

@description('Where the app\'s traffic to the internet comes from.')
output natAddress string = natAddress.properties.ipAddress
