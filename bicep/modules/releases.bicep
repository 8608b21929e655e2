// The account of the deployed packages, apart from the queues: the deployment service of Flex Consumption writes to it from addresses
// that no firewall rule names (https://github.com/Azure/azure-cli/issues/31606), so its endpoint is open, and what keeps strangers out is
// Entra alone: no shared key, and so no SAS of one, nothing anonymous. A package has no secret.

import { resourceTags } from 'types.bicep'

@description('Name of the account.')
@minLength(3)
@maxLength(24)
param accountName string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

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
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource releases 'containers' = {
      name: 'releases'
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

@description('URL of the container that packages are deployed to.')
output releasesUrl string = '${account.properties.primaryEndpoints.blob}${account::blobs::releases.name}'
