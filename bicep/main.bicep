// NvDemo on Azure: docs/deploying-azure.md.

targetScope = 'resourceGroup'

import { budgetSettings, resourceTags, serviceSettings, vpnKeys, vpnSettings } from 'modules/types.bicep'
import { awsPeers } from 'modules/vpn.bicep'

// Names ------------------------------------------------------------------------------------------------------------------------------

@description('Prefix of every name: lower-case letters and digits, a letter first.')
@minLength(3)
@maxLength(11)
param name string

@description('Region of everything that has one.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags resourceTags = {}

@description('Public host name under which clients reach the service, whichever cloud answers.')
@minLength(4)
@maxLength(253)
param publicHost string

@description('Name of the public host\'s certificate in the TLS vault. Empty until it is there: Front Door then has only its own name.')
@maxLength(127)
param certificateName string = ''

// The service: docs/settings.md ----------------------------------------------------------------------------------------------------

@description('The S3 bucket.')
@minLength(3)
@maxLength(63)
param bucket string

@description('The AWS region.')
@minLength(9)
@maxLength(25)
param awsRegion string

@description('ARN of the AWS role that the app assumes with its identity\'s token.')
@minLength(20)
@maxLength(2048)
param awsRoleArn string

@description('Application ID URI of the app registration that the identity asks tokens for, api://<its application id>: the audience that the AWS role trusts.')
@minLength(7)
@maxLength(255)
param awsAudience string

@description('ARN of the SNS topic with the bucket\'s events, the only one that the webhook listens to.')
@minLength(20)
@maxLength(512)
param topicArn string

@description('URL of the SQS queue in which SNS keeps what it could not deliver to the webhook; empty where it keeps nothing.')
@maxLength(2048)
param deadLetterQueueUrl string = ''

@description('Npgsql connection string without user and password; its pool bounds the connections of an instance.')
@minLength(6)
@maxLength(2048)
param database string

@description('StackExchange.Redis configuration string. It is kept in a Key Vault.')
@secure()
@minLength(1)
@maxLength(2048)
param redis string

@description('Id of the ElastiCache replication group, if the app signs in to it with IAM.')
@maxLength(40)
param redisIamCache string = ''

@description('Id of the ElastiCache user that the app signs in as.')
@maxLength(40)
param redisIamUser string = ''

// The AWS role lets the app read the secrets that Terraform made, so there is no default that could be right.
@description('Name or ARN of the secret with the clients, in AWS Secrets Manager.')
@minLength(1)
@maxLength(2048)
param clientSecretName string

@description('Name or ARN of the secret with the user and password that the service has in the database, in AWS Secrets Manager.')
@minLength(1)
@maxLength(2048)
param databaseSecretName string

@description('Name or ARN of the secret of the database\'s owner, who migrates it, in AWS Secrets Manager; empty where AWS migrates.')
@maxLength(2048)
param migrationSecretName string = ''

@description('Largest body that goes through the service, bytes.')
@minValue(1)
@maxValue(4587520)
param inlineLimit int = 4194304

@description('Most bytes of uploads on the temporary disk of an instance, of which Flex Consumption gives 0.8 GB.')
@minValue(16777216)
@maxValue(800000000)
param spoolLimit int = 268435456

@description('Life of presigned URLs, seconds.')
@minValue(1)
@maxValue(604800)
param presignSeconds int = 3600

@description('Origins, separated by commas, whose pages may call the service; empty for none.')
@maxLength(2048)
param corsOrigins string = ''

@description('Hours after which the index is compared with the whole bucket again.')
@minValue(1)
@maxValue(720)
param reconcileHours int = 24

@description('Clients may bring back what was deleted; the role on AWS needs the rights on versions, which Terraform gives it by the same name.')
param undelete bool = false

@description('OTEL_EXPORTER_OTLP_ENDPOINT: where traces go beside Application Insights. Empty: nowhere.')
param otlpEndpoint string = ''

@description('Further settings, by name. They replace those that the parameters give; no secrets.')
param otherSettings serviceSettings = {}

// Size -----------------------------------------------------------------------------------------------------------------------------

@description('Memory of an instance, MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most on-demand instances of each group of functions that scales by itself: HTTP, and the queue. Each has its own pool of connections.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 8

@description('Requests that an instance works on at once before another one is started.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 16

@description('Instances that are always ready for HTTP, so that nobody waits for a cold start.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 1

@description('How a new package or setting reaches the instances: all of them at once, or one batch after the other, which is a preview.')
@allowed(['Recreate', 'RollingUpdate'])
param siteUpdateStrategy string = 'Recreate'

// Network --------------------------------------------------------------------------------------------------------------------------

@description('Address space of the virtual network, a /16 to /22; must not overlap with the AWS VPC.')
@minLength(9)
@maxLength(18)
param addressSpace string = '10.30.0.0/16'

@description('The VPN to AWS, without which Azure reaches neither Postgres nor Redis there; null for none.')
param vpn vpnSettings?

@description('Keys of the VPN\'s tunnels, by the outside address of the AWS tunnel.')
param vpnSharedKeys vpnKeys = {}

@description('IPv4 addresses from which operators deploy packages and reach the queues and the TLS vault. Jobs are let in by bicep/admit.')
@maxLength(50)
param operatorAddresses string[] = []

@description('Requests that one client address may make in five minutes.')
@minValue(10)
@maxValue(1000000)
param clientRequestLimit int = 6000

@description('Notifications that one address of SNS may deliver in five minutes.')
@minValue(10)
@maxValue(1000000)
param notificationRequestLimit int = 60000

// Operation ------------------------------------------------------------------------------------------------------------------------

@description('Who gets mail about alerts; nobody if empty.')
@maxLength(254)
param alertEmail string = ''

@description('Days that logs and telemetry are kept.')
@minValue(4)
@maxValue(730)
param logRetentionDays int = 7

@description('Most logs that are taken in a day, GB; -1 for no limit.')
@minValue(-1)
@maxValue(1000)
param logDailyQuotaGB int = 5

@description('What the resource group may cost in a month before mail is sent; null for no budget.')
param budget budgetSettings?

// ----------------------------------------------------------------------------------------------------------------------------------

var suffix = uniqueString(resourceGroup().id, name)
var appName = '${name}-${suffix}'
var storageAccountName = '${name}${suffix}'
var releasesAccountName = '${take(name, 8)}rel${suffix}'
var appVaultName = 'kv-app-${suffix}'
var tlsVaultName = 'kv-tls-${suffix}'
var frontDoorName = '${name}-front'
var insightsName = '${name}-insights'
var endpointName = '${name}-${suffix}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-app'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    insightsName: insightsName
    retentionDays: logRetentionDays
    dailyQuotaGB: logDailyQuotaGB
  }
}

module network 'modules/network.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    addressSpace: addressSpace
    hasVpn: vpn != null
  }
}

module gateway 'modules/vpn.bicep' = if (vpn != null) {
  params: {
    name: name
    location: location
    tags: tags
    settings: vpn!
    keys: vpnSharedKeys
    subnetId: network.outputs.gatewaySubnetId!
    workspaceId: monitoring.outputs.workspaceId
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    accountName: storageAccountName
    location: location
    tags: tags
    operatorAddresses: operatorAddresses
  }
}

module releases 'modules/releases.bicep' = {
  params: {
    accountName: releasesAccountName
    location: location
    tags: tags
  }
}

// The app's secrets and the certificate's key are apart, for whoever reads the one has no business with the other.
module appVault 'modules/vault.bicep' = {
  params: {
    vaultName: appVaultName
    location: location
    tags: tags
    trustAzureServices: false
    operatorAddresses: []
    workspaceId: monitoring.outputs.workspaceId
  }
}

module tlsVault 'modules/vault.bicep' = {
  params: {
    vaultName: tlsVaultName
    location: location
    tags: tags
    trustAzureServices: true
    operatorAddresses: operatorAddresses
    workspaceId: monitoring.outputs.workspaceId
  }
}

module secrets 'modules/secrets.bicep' = {
  params: {
    vaultName: appVaultName
    redis: redis
  }
  dependsOn: [
    appVault
  ]
}

module endpoints 'modules/privateEndpoints.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    networkId: network.outputs.networkId
    subnetId: network.outputs.endpointsSubnetId
    storageAccountId: storage.outputs.accountId
    vaultId: appVault.outputs.vaultId
  }
}

module frontDoor 'modules/frontDoor.bicep' = {
  params: {
    name: name
    profileName: frontDoorName
    endpointName: endpointName
    tags: tags
    clientRequestLimit: clientRequestLimit
    notificationRequestLimit: notificationRequestLimit
    topicArn: topicArn
    workspaceId: monitoring.outputs.workspaceId
  }
}

module access 'modules/access.bicep' = {
  params: {
    appIdentityId: identity.id
    appPrincipalId: identity.properties.principalId
    frontDoorName: frontDoorName
    storageAccountName: storageAccountName
    releasesAccountName: releasesAccountName
    insightsName: insightsName
    appVaultName: appVaultName
    tlsVaultName: tlsVaultName
  }
  dependsOn: [
    monitoring
    storage
    releases
    appVault
    tlsVault
    frontDoor
  ]
}

module app 'modules/functions.bicep' = {
  params: {
    name: name
    appName: appName
    location: location
    tags: tags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    storageAccountName: storageAccountName
    releasesUrl: releases.outputs.releasesUrl
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    subnetId: network.outputs.functionsSubnetId
    frontDoorId: frontDoor.outputs.frontDoorId
    operatorAddresses: operatorAddresses
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    httpConcurrency: httpConcurrency
    alwaysReadyInstances: alwaysReadyInstances
    siteUpdateStrategy: siteUpdateStrategy
    settings: union(
      {
        AWS_REGION: awsRegion
        Nv__Azure__Audience: awsAudience
        Nv__Azure__RoleArn: awsRoleArn
        Nv__Bucket: bucket
        Nv__ClientSecret: clientSecretName
        Nv__Database: database
        Nv__DatabaseSecret: databaseSecretName
        Nv__InlineLimit: string(inlineLimit)
        Nv__PresignSeconds: string(presignSeconds)
        Nv__PublicUrl: 'https://${publicHost}/'
        Nv__ReconcileHours: string(reconcileHours)
        Nv__Redis: '@Microsoft.KeyVault(SecretUri=${secrets.outputs.redisUri})'
        Nv__SpoolLimit: string(spoolLimit)
        Nv__TopicArn: topicArn
      },
      empty(corsOrigins) ? {} : { Nv__CorsOrigins: corsOrigins },
      empty(redisIamCache) ? {} : { Nv__RedisIam__Cache: redisIamCache, Nv__RedisIam__User: redisIamUser },
      empty(deadLetterQueueUrl) ? {} : { Nv__Azure__DeadLetterQueue: deadLetterQueueUrl },
      undelete ? { Nv__Undelete: 'true' } : {},
      empty(otlpEndpoint) ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint },
      empty(migrationSecretName) ? {} : { Nv__MigrationSecret: migrationSecretName },
      otherSettings
    )
  }
  dependsOn: [
    access
    endpoints
  ]
}

module route 'modules/frontDoorRoute.bicep' = {
  params: {
    profileName: frontDoorName
    endpointName: endpointName
    firewallId: frontDoor.outputs.firewallId
    appHostName: app.outputs.hostName
    publicHost: publicHost
    tlsVaultName: tlsVaultName
    certificateName: certificateName
  }
  dependsOn: [
    access
  ]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    frontDoorId: frontDoor.outputs.profileId
    queueServiceId: storage.outputs.queueServiceId
    tlsVaultId: tlsVault.outputs.vaultId
    reconcileHours: reconcileHours
    vpnGatewayId: gateway.?outputs.gatewayId
    vpnPeers: take(awsPeers, length(vpn.?awsAddresses ?? []))
    budget: budget
  }
}

module workbook 'modules/workbook.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    frontDoorId: frontDoor.outputs.profileId
    appId: app.outputs.appId
    queueServiceId: storage.outputs.queueServiceId
  }
}

// For Terraform --------------------------------------------------------------------------------------------------------------------

@description('Host name of Front Door: the target of the failover record, and where Azure is reached whatever the record says.')
output frontDoorHostName string = frontDoor.outputs.hostName

@description('Value of the TXT record _dnsauth.<public host>; null while there is no certificate, and where Front Door asks for none.')
output frontDoorDomainToken string? = route.outputs.?domainToken

@description('Where SNS delivers notifications.')
output webhookUrl string = 'https://${frontDoor.outputs.hostName}/api/events/sns'

@description('Object id of the app\'s identity: the subject that the AWS role trusts.')
output identityObjectId string = identity.properties.principalId

@description('The Entra tenant: with it the issuer of the identity\'s tokens.')
output tenantId string = tenant().tenantId

@description('Address space of the virtual network, for routes and security groups.')
output networkAddressSpace string = addressSpace

@description('The two public addresses of the VPN gateway, which are AWS\'s customer gateways; null without a VPN.')
output vpnAddresses string[]? = gateway.?outputs.addresses

@description('BGP autonomous system number of the VPN gateway; null without a VPN.')
output vpnAsn int? = vpn.?asn

@description('Most instances of each group of functions, for the sum of connections.')
output maximumInstances int = maximumInstances

@description('Instances of HTTP besides, for the same sum.')
output alwaysReadyInstances int = alwaysReadyInstances

// For operators --------------------------------------------------------------------------------------------------------------------

@description('Name of the app: what packages are deployed to.')
output appName string = appName

@description('Name of the vault that the certificate is imported to.')
output tlsVaultName string = tlsVaultName

@description('Name of the storage account with the queues.')
output storageAccountName string = storageAccountName

@description('Where the app\'s traffic to the internet comes from.')
output natAddress string = network.outputs.natAddress

@description('Id of the Log Analytics workspace, as queries name it.')
output workspaceId string = monitoring.outputs.workspaceCustomerId
