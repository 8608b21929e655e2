// The Functions app, on a Flex Consumption plan. Only Front Door reaches it.

import { resourceTags, serviceSettings } from 'types.bicep'

@description('Prefix of the names.')
param name string

@description('Name of the app; its host name begins with it.')
@minLength(2)
@maxLength(60)
param appName string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('The app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Name of the storage account.')
param storageAccountName string

@description('URL of the container that packages are deployed to.')
param releasesUrl string

@description('Where telemetry goes.')
param insightsConnectionString string

@description('The subnet of the app.')
param subnetId string

@description('The id that Front Door writes into X-Azure-FDID.')
param frontDoorId string

@description('IPv4 addresses from which packages are deployed.')
param operatorAddresses string[]

@description('Memory of an instance, MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Most on-demand instances of each group of functions.')
@minValue(1)
@maxValue(1000)
param maximumInstances int

@description('Requests that an instance works on at once.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

@description('Instances that are always ready for HTTP.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int

@description('How a new package or setting reaches the instances.')
@allowed(['Recreate', 'RollingUpdate'])
param siteUpdateStrategy string

@description('The service\'s own settings.')
param settings serviceSettings

var hostSettings = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  AZURE_CLIENT_ID: identityClientId
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsStorage__credential: 'managedidentity'
  // The host reads a body of known length into memory before the service sees it.
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '16777216'
  Nv__Azure__FrontDoorId: frontDoorId
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: appName
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: releasesUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: [
          {
            name: 'http'
            instanceCount: alwaysReadyInstances
          }
        ]
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
      // Documented for this version of the API, but not in its types:
      // https://learn.microsoft.com/azure/azure-functions/flex-consumption-site-updates
      #disable-next-line BCP037
      siteUpdateStrategy: {
        type: siteUpdateStrategy
      }
    }
    // Flex Consumption refuses the site properties that its functionAppConfig replaces, and some more, ftpsState among them (error 51021):
    // https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
    siteConfig: {
      appSettings: map(items(union(hostSettings, settings)), setting => {
        name: setting.key
        value: setting.value
      })
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: [
        {
          name: 'front-door'
          priority: 100
          action: 'Allow'
          tag: 'ServiceTag'
          ipAddress: 'AzureFrontDoor.Backend'
          headers: {
            'x-azure-fdid': [
              frontDoorId
            ]
          }
        }
      ]
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: 'Deny'
      scmIpSecurityRestrictions: [
        for (address, i) in operatorAddresses: {
          name: 'operator-${i}'
          priority: 100 + i
          action: 'Allow'
          ipAddress: '${address}/32'
        }
      ]
    }
  }

  resource scmCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource ftpCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }
}

@description('The app.')
output appId string = app.id

@description('Host name of the app, which answers Front Door only.')
output hostName string = app.properties.defaultHostName
