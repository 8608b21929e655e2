// Site-to-site VPN to an AWS virtual private gateway, with BGP. Both instances of the gateway are active; each has two tunnels,
// so that neither side's maintenance of one instance cuts the clouds apart.

import { resourceTags, vpnKeys, vpnSettings } from 'types.bicep'

@description('Prefix of the names.')
param name string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('The VPN.')
param settings vpnSettings

@description('Keys of the tunnels.')
param keys vpnKeys

@description('The subnet of the gateway.')
param subnetId string

@description('The workspace that the gateway logs to.')
param workspaceId string

// A /30 of each tunnel, in the range that Azure allows; AWS has the first address, Azure the second.
var insideCidrs = ['169.254.21.0/30', '169.254.22.0/30', '169.254.21.4/30', '169.254.22.4/30']

@export()
@description('BGP addresses of the AWS ends of the tunnels.')
var awsPeers = map(insideCidrs, cidr => cidrHost(cidr, 0))

var azurePeers = map(insideCidrs, cidr => cidrHost(cidr, 1))

var gatewayName = '${name}-vpn'

resource addresses 'Microsoft.Network/publicIPAddresses@2024-07-01' = [
  for instance in range(0, 2): {
    name: '${gatewayName}-${instance}'
    location: location
    tags: tags
    sku: {
      name: 'Standard'
    }
    zones: ['1', '2', '3']
    properties: {
      publicIPAllocationMethod: 'Static'
    }
  }
]

resource gateway 'Microsoft.Network/virtualNetworkGateways@2024-07-01' = {
  name: gatewayName
  location: location
  tags: tags
  properties: {
    gatewayType: 'Vpn'
    vpnType: 'RouteBased'
    vpnGatewayGeneration: 'Generation1'
    sku: {
      name: settings.sku
      tier: settings.sku
    }
    activeActive: true
    enableBgp: true
    bgpSettings: {
      asn: settings.asn
      bgpPeeringAddresses: [
        {
          ipconfigurationId: resourceId(
            'Microsoft.Network/virtualNetworkGateways/ipConfigurations',
            gatewayName,
            'instance0'
          )
          customBgpIpAddresses: take(azurePeers, 2)
        }
        {
          ipconfigurationId: resourceId(
            'Microsoft.Network/virtualNetworkGateways/ipConfigurations',
            gatewayName,
            'instance1'
          )
          customBgpIpAddresses: skip(azurePeers, 2)
        }
      ]
    }
    ipConfigurations: [
      for instance in range(0, 2): {
        name: 'instance${instance}'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: {
            id: subnetId
          }
          publicIPAddress: {
            id: addresses[instance].id
          }
        }
      }
    ]
  }
}

resource awsGateways 'Microsoft.Network/localNetworkGateways@2024-07-01' = [
  for (address, tunnel) in settings.awsAddresses: {
    name: '${gatewayName}-aws-${tunnel}'
    location: location
    tags: tags
    properties: {
      gatewayIpAddress: address
      bgpSettings: {
        asn: settings.awsAsn
        bgpPeeringAddress: awsPeers[tunnel]
      }
    }
  }
]

resource connections 'Microsoft.Network/connections@2024-07-01' = [
  for (address, tunnel) in settings.awsAddresses: {
    name: '${gatewayName}-aws-${tunnel}'
    location: location
    tags: tags
    properties: {
      connectionType: 'IPsec'
      connectionProtocol: 'IKEv2'
      virtualNetworkGateway1: {
        id: gateway.id
        properties: {}
      }
      localNetworkGateway2: {
        id: awsGateways[tunnel].id
        properties: {}
      }
      sharedKey: keys[address]
      enableBgp: true
      // A connection names an address of both instances, though it uses only that of its own.
      gatewayCustomBgpIpAddresses: [
        {
          ipConfigurationId: resourceId(
            'Microsoft.Network/virtualNetworkGateways/ipConfigurations',
            gatewayName,
            'instance0'
          )
          customBgpIpAddress: tunnel < 2 ? azurePeers[tunnel] : azurePeers[0]
        }
        {
          ipConfigurationId: resourceId(
            'Microsoft.Network/virtualNetworkGateways/ipConfigurations',
            gatewayName,
            'instance1'
          )
          customBgpIpAddress: tunnel < 2 ? azurePeers[2] : azurePeers[tunnel]
        }
      ]
      ipsecPolicies: [
        {
          ikeEncryption: 'GCMAES256'
          ikeIntegrity: 'SHA384'
          dhGroup: 'ECP384'
          ipsecEncryption: 'GCMAES256'
          ipsecIntegrity: 'GCMAES256'
          pfsGroup: 'ECP384'
          saLifeTimeSeconds: 3600
          saDataSizeKilobytes: 102400000
        }
      ]
    }
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: gateway
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'TunnelDiagnosticLog'
        enabled: true
      }
      {
        category: 'RouteDiagnosticLog'
        enabled: true
      }
    ]
  }
}

@description('The gateway.')
output gatewayId string = gateway.id

@description('Public addresses of the gateway\'s instances.')
output addresses string[] = [for instance in range(0, 2): addresses[instance].properties.ipAddress]
