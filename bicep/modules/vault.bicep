// A Key Vault that grants by roles only.

import { resourceTags } from 'types.bicep'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param vaultName string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('Whether Azure\'s own trusted services, such as Front Door, reach the vault without the virtual network.')
param trustAzureServices bool

@description('IPv4 addresses from which operators reach the vault without the virtual network.')
param operatorAddresses string[]

@description('The workspace that has the vault\'s audit log.')
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: trustAzureServices || !empty(operatorAddresses) ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: trustAzureServices ? 'AzureServices' : 'None'
      defaultAction: 'Deny'
      ipRules: [
        for address in operatorAddresses: {
          value: address
        }
      ]
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

@description('The vault.')
output vaultId string = vault.id
