// What somebody must know about at once.

import { budgetSettings, resourceTags } from 'types.bicep'

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

@description('The vault with the certificate.')
param tlsVaultId string

@description('Hours after which the index is compared with the whole bucket again.')
param reconcileHours int

@description('The VPN gateway, if there is one.')
param vpnGatewayId string?

@description('BGP addresses of AWS that the VPN gateway is connected to.')
param vpnPeers string[]

@description('What the resource group may cost in a month; null for no budget.')
param budget budgetSettings?

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

// The firewall's own 429 and those of a plan that can't start another instance.
resource throttles 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-throttles'
  location: 'global'
  tags: tags
  properties: {
    description: 'Over 100 requests in five minutes were answered with 429.'
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
          name: 'throttles'
          metricNamespace: 'Microsoft.Cdn/profiles'
          metricName: 'RequestCount'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 100
          dimensions: [
            {
              name: 'HttpStatus'
              operator: 'Include'
              values: [
                '429'
              ]
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

// What the logs and the service's own metrics (docs/metrics.md) tell. A query has a row for each thing that is wrong.
var queries = [
  {
    name: 'latency'
    description: 'One request in a hundred takes over ten seconds.'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: 'AppRequests | where isnotempty(Url) | summarize Requests = sum(ItemCount), P99 = percentile(DurationMs, 99) | where Requests >= 100 and P99 > 10000'
  }
  {
    name: 'index-lag'
    description: 'An event of the bucket was indexed more than 15 minutes after it happened.'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: 'AppMetrics | where Name == "IndexLag" and Max > 900'
  }
  {
    name: 'credentials'
    description: 'Over 100 credentials were refused in five minutes: somebody guesses passwords, or a client has a former one.'
    severity: 2
    every: 'PT5M'
    window: 'PT5M'
    query: 'AppMetrics | where Name == "AuthenticationFailures" | summarize Refused = sum(Sum) | where Refused > 100'
  }
  {
    name: 'cache'
    description: 'The cache was left alone for a second over 60 times in ten minutes: lists come from the database.'
    severity: 2
    every: 'PT5M'
    window: 'PT10M'
    query: 'AppMetrics | where Name == "CachePauses" | summarize Pauses = sum(Sum) | where Pauses > 60'
  }
  {
    name: 'reconcile'
    description: 'The last whole comparison of index and bucket is older than one and a half of its periods, or reconcile has not run for an hour, as before the first package.'
    severity: 2
    every: 'PT1H'
    window: 'P1D'
    query: 'AppMetrics | where Name == "ReconcileLag" | summarize arg_max(TimeGenerated, Max) | where isnull(TimeGenerated) or Max > ${reconcileHours * 5400} or TimeGenerated < ago(1h)'
  }
  // The host says so as it moves a message there, hours before the count of the queues shows it.
  {
    name: 'poison'
    description: 'A message was not indexed in five tries and was moved to nv-object-events-poison.'
    severity: 2
    every: 'PT5M'
    window: 'PT10M'
    query: 'AppTraces | where Message has "Moving message to queue" and Message has "nv-object-events-poison"'
  }
]

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for query in queries: {
    name: '${name}-${query.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}-${query.name}'
      description: query.description
      severity: query.severity
      enabled: true
      // A message that was given up does not come back by itself.
      autoMitigate: query.name != 'poison'
      skipQueryValidation: true
      scopes: [
        workspaceId
      ]
      evaluationFrequency: query.every
      windowSize: query.window
      criteria: {
        allOf: [
          {
            query: query.query
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
]

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

// Key Vault says so 30 days before: https://learn.microsoft.com/azure/event-grid/event-schema-key-vault
resource vaultEvents 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${name}-certificate'
  location: location
  tags: tags
  properties: {
    source: tlsVaultId
    topicType: 'Microsoft.KeyVault.vaults'
  }

  resource expiry 'eventSubscriptions' = {
    name: 'expiry'
    properties: {
      destination: {
        endpointType: 'MonitorAlert'
        properties: {
          description: 'The certificate of the public host expires within 30 days, or has expired.'
          severity: 'Sev1'
          actionGroups: [
            people.id
          ]
        }
      }
      // The schema that alerts take: https://learn.microsoft.com/azure/event-grid/handler-azure-monitor-alerts
      eventDeliverySchema: 'CloudEventSchemaV1_0'
      filter: {
        includedEventTypes: [
          'Microsoft.KeyVault.CertificateNearExpiry'
          'Microsoft.KeyVault.CertificateExpired'
        ]
      }
    }
  }
}

resource costs 'Microsoft.Consumption/budgets@2023-11-01' = if (budget != null) {
  name: '${name}-budget'
  properties: {
    category: 'Cost'
    amount: budget!.amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: '${budget!.start}T00:00:00Z'
    }
    notifications: {
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: []
        contactGroups: [
          people.id
        ]
      }
      expected: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: []
        contactGroups: [
          people.id
        ]
      }
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
