// The account of the Functions host: its own state and the queues of the bucket's events.

import { resourceTags } from 'types.bicep'

@description('Name of the account.')
@minLength(3)
@maxLength(24)
param accountName string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('IPv4 addresses from which operators reach the account without the virtual network.')
param operatorAddresses string[]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: accountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
      ipRules: [
        for address in operatorAddresses: {
          action: 'Allow'
          value: address
        }
      ]
    }
  }

  resource queues 'queueServices' = {
    name: 'default'

    resource events 'queues' = {
      name: 'nv-object-events'
    }

    resource poison 'queues' = {
      name: 'nv-object-events-poison'
    }
  }
}

@description('The account.')
output accountId string = account.id

@description('The account\'s queues.')
output queueServiceId string = account::queues.id
