// The Front Door profile with its firewall: what the app must know of before it can let Front Door in.

import { resourceTags } from 'types.bicep'

@description('Prefix of the names.')
param name string

@description('Name of the profile.')
param profileName string

@description('Name of the endpoint; its host name begins with it.')
@minLength(2)
@maxLength(46)
param endpointName string

@description('Tags of the resources.')
param tags resourceTags

@description('Requests that one client address may make in five minutes.')
@minValue(10)
param clientRequestLimit int

@description('Notifications of the topic that one address of SNS may deliver in five minutes.')
@minValue(10)
param notificationRequestLimit int

@description('ARN of the topic whose notifications have a limit of their own.')
param topicArn string

@description('The workspace that Front Door logs to.')
param workspaceId string

var refusal = {
  type: 'about:blank'
  title: 'Too Many Requests'
  status: 429
  detail: 'Too many requests from this address; try again in a few minutes.'
  message: 'Too many requests from this address; try again in a few minutes.'
}

// SNS names the topic in a header. A client that forges it only gets the higher of the two limits.
var isNotification = {
  matchVariable: 'RequestHeader'
  selector: 'x-amz-sns-topic-arn'
  operator: 'Equal'
  negateCondition: false
  matchValue: [
    topicArn
  ]
}

var notificationRule = {
  name: 'Notifications'
  priority: 1
  enabledState: 'Enabled'
  ruleType: 'RateLimitRule'
  rateLimitDurationInMinutes: 5
  rateLimitThreshold: notificationRequestLimit
  matchConditions: [
    isNotification
  ]
  action: 'Block'
}

var clientRule = {
  name: 'Clients'
  priority: 2
  enabledState: 'Enabled'
  ruleType: 'RateLimitRule'
  rateLimitDurationInMinutes: 5
  rateLimitThreshold: clientRequestLimit
  matchConditions: [
    union(isNotification, { negateCondition: true })
  ]
  action: 'Block'
}

resource profile 'Microsoft.Cdn/profiles@2025-04-15' = {
  name: profileName
  location: 'global'
  tags: tags
  sku: {
    name: 'Standard_AzureFrontDoor'
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    originResponseTimeoutSeconds: 60
  }

  resource endpoint 'afdEndpoints' = {
    name: endpointName
    location: 'global'
    tags: tags
    properties: {
      enabledState: 'Enabled'
    }
  }
}

// The Standard SKU has custom rules only; rule sets that Microsoft keeps and bot rules are of the Premium one.
resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2024-02-01' = {
  name: '${name}firewall'
  location: 'global'
  tags: tags
  sku: {
    name: 'Standard_AzureFrontDoor'
  }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: 'Prevention'
      requestBodyCheck: 'Disabled'
      customBlockResponseStatusCode: refusal.status
      customBlockResponseBody: base64(string(refusal))
    }
    customRules: {
      rules: [
        notificationRule
        clientRule
      ]
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: profile
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FrontDoorAccessLog'
        enabled: true
      }
      {
        category: 'FrontDoorWebApplicationFirewallLog'
        enabled: true
      }
    ]
  }
}

@description('The profile.')
output profileId string = profile.id

@description('The id that Front Door writes into X-Azure-FDID.')
output frontDoorId string = profile.properties.frontDoorId

@description('Host name of the endpoint.')
output hostName string = profile::endpoint.properties.hostName

@description('The firewall.')
output firewallId string = firewall.id
