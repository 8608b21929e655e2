// What somebody must know about at once.

import { resourceTags } from 'types.bicep'

@description('Prefix of the names.')
param name string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('Who gets mail; nobody if empty.')
@maxLength(254)
param email string

@description('The workspace with logs and telemetry.')
param workspaceId string

@description('The Front Door profile.')
param frontDoorId string

@description('The storage account\'s queues.')
param queueServiceId string

@description('The VPN gateway, if there is one.')
param vpnGatewayId string?

@description('BGP addresses of AWS that the VPN gateway is connected to.')
param vpnPeers string[]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-alerts'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take(name, 12)
    emailReceivers: empty(email)
      ? []
      : [
          {
            name: 'email'
            emailAddress: email
            useCommonAlertSchema: true
          }
        ]
  }
}

resource health 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-health'
  location: 'global'
  tags: tags
  properties: {
    description: 'Front Door\'s probes of /health fail: the app, Postgres or S3 is out.'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [
      frontDoorId
    ]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'health'
          metricNamespace: 'Microsoft.Cdn/profiles'
          metricName: 'OriginHealthPercentage'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: 90
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource errors 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-errors'
  location: 'global'
  tags: tags
  properties: {
    description: 'More than 5 % of the replies are 5xx.'
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [
      frontDoorId
    ]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'errors'
          metricNamespace: 'Microsoft.Cdn/profiles'
          metricName: 'Percentage5XX'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 5
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

// Azure counts the messages of all queues of an account together, once an hour. The account has the events' two queues only, and
// the first is empty unless indexing lags: what stays for six hours lies in the poison queue, or is not indexed at all.
resource queues 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-queues'
  location: 'global'
  tags: tags
  properties: {
    description: 'Messages lie in nv-object-events-poison, or nv-object-events is not read.'
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [
      queueServiceId
    ]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT6H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'queues'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          metricName: 'QueueMessageCount'
          timeAggregation: 'Average'
          operator: 'GreaterThanOrEqual'
          threshold: 1
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

// The host says so as it moves a message there, hours before the count of the queues shows it.
resource poison 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${name}-poison'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}-poison'
    description: 'A message was not indexed in five tries and was moved to nv-object-events-poison.'
    severity: 2
    enabled: true
    autoMitigate: false
    skipQueryValidation: true
    scopes: [
      workspaceId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT10M'
    criteria: {
      allOf: [
        {
          query: 'AppTraces | where Message has "Moving message to queue" and Message has "nv-object-events-poison"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}

// Each peer is reported by both instances, though only one of them is connected to it.
resource tunnels 'Microsoft.Insights/metricAlerts@2018-03-01' = if (!empty(vpnPeers)) {
  name: '${name}-vpn'
  location: 'global'
  tags: tags
  properties: {
    description: 'BGP to an AWS tunnel is down; with all four, so are Postgres and Redis for Azure.'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [
      vpnGatewayId!
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'tunnels'
          metricNamespace: 'Microsoft.Network/virtualNetworkGateways'
          metricName: 'BgpPeerStatus'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: json('0.25')
          dimensions: [
            {
              name: 'BgpPeerAddress'
              operator: 'Include'
              values: vpnPeers
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource disconnections 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = if (!empty(vpnPeers)) {
  name: '${name}-vpn-disconnected'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}-vpn-disconnected'
    description: 'A tunnel to AWS was disconnected.'
    severity: 2
    enabled: true
    autoMitigate: false
    skipQueryValidation: true
    scopes: [
      workspaceId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT10M'
    criteria: {
      allOf: [
        {
          query: 'AzureDiagnostics | where Category == "TunnelDiagnosticLog" and column_ifexists("status_s", "") == "Disconnected"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}
