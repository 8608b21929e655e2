// Private addresses of services in the virtual network, and the DNS zones that give them out there.

import { resourceTags } from 'types.bicep'

@description('Prefix of the names.')
param name string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('The network.')
param networkId string

@description('The subnet of the endpoints.')
param subnetId string

@description('The storage account.')
param storageAccountId string

@description('The vault with the app\'s secrets.')
param vaultId string

var targets = [
  {
    service: 'blob'
    zone: 'privatelink.blob.${environment().suffixes.storage}'
  }
  {
    service: 'queue'
    zone: 'privatelink.queue.${environment().suffixes.storage}'
  }
  {
    service: 'table'
    zone: 'privatelink.table.${environment().suffixes.storage}'
  }
  {
    service: 'vault'
    zone: 'privatelink.vaultcore.azure.net'
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for target in targets: {
    name: '${name}-${target.service}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: subnetId
      }
      privateLinkServiceConnections: [
        {
          name: target.service
          properties: {
            privateLinkServiceId: target.service == 'vault' ? vaultId : storageAccountId
            groupIds: [
              target.service
            ]
          }
        }
      ]
    }
  }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for target in targets: {
    name: target.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (target, i) in targets: {
    parent: zones[i]
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: networkId
      }
    }
  }
]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (target, i) in targets: {
    parent: endpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: target.service
          properties: {
            privateDnsZoneId: zones[i].id
          }
        }
      ]
    }
  }
]
