// Every role that an identity of the service has. Each is a built-in role on one resource; there is no other.

@description('The app\'s identity.')
param appIdentityId string

@description('Object id of the app\'s identity.')
param appPrincipalId string

@description('Name of the Front Door profile.')
param frontDoorName string

@description('Name of the storage account.')
param storageAccountName string

@description('Name of the storage account of the packages.')
param releasesAccountName string

@description('Name of the Application Insights component.')
param insightsName string

@description('Name of the vault with the app\'s secrets.')
param appVaultName string

@description('Name of the vault with the certificate.')
param tlsVaultName string

// What the Functions host and the queue extension need of their account:
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
var storageRoles = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
// https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#configure-deployment-settings
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource releases 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: releasesAccountName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource appVault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: appVaultName
}

resource tlsVault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: tlsVaultName
}

resource frontDoor 'Microsoft.Cdn/profiles@2025-04-15' existing = {
  name: frontDoorName
}

resource appOnStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(storageRoles): {
    name: guid(storage.id, appIdentityId, role.value)
    scope: storage
    properties: {
      description: role.key
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource appOnReleases 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(releases.id, appIdentityId, storageBlobDataContributor)
  scope: releases
  properties: {
    description: 'Storage Blob Data Contributor'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource appOnInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, appIdentityId, monitoringMetricsPublisher)
  scope: insights
  properties: {
    description: 'Monitoring Metrics Publisher'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource appOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(appVault.id, appIdentityId, keyVaultSecretsUser)
  scope: appVault
  properties: {
    description: 'Key Vault Secrets User'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource frontDoorOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(tlsVault.id, frontDoor.id, keyVaultSecretsUser)
  scope: tlsVault
  properties: {
    description: 'Key Vault Secrets User'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    principalId: frontDoor.identity.principalId
    principalType: 'ServicePrincipal'
  }
}
