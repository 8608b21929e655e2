// What operators look at: the panels of the CloudWatch dashboard that Azure has something to show for, as docs/metrics.md lists them.

import { resourceTags } from 'types.bicep'

@description('Prefix of the names.')
param name string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('The workspace with logs and telemetry.')
param workspaceId string

@description('The Front Door profile.')
param frontDoorId string

@description('The storage account\'s queues.')
param queueServiceId string

@description('The app.')
param appId string

// Panels of metrics, which Azure keeps for 93 days whatever becomes of the logs.
var metrics = [
  {
    title: 'Requests'
    namespace: 'microsoft.cdn/profiles'
    resource: frontDoorId
    metric: 'RequestCount'
    aggregation: 1 // sum
    split: 'HttpStatusGroup'
  }
  {
    title: 'Functions: instances'
    namespace: 'microsoft.web/sites'
    resource: appId
    metric: 'InstanceCount'
    aggregation: 3 // maximum
    split: null
  }
  {
    title: 'Events: waiting and given up'
    namespace: 'microsoft.storage/storageaccounts/queueservices'
    resource: queueServiceId
    metric: 'QueueMessageCount'
    aggregation: 4 // average
    split: null
  }
]

// Panels of the logs: a query each.
var queries = [
  {
    title: 'Latency, ms'
    query: 'AppRequests | where isnotempty(Url) | summarize p50 = percentile(DurationMs, 50), p99 = percentile(DurationMs, 99) by bin(TimeGenerated, 5m)'
  }
  {
    title: 'Server errors, share of api\'s replies'
    query: 'AppMetrics | where Name == "ServerErrors" | summarize Share = sum(Sum) / sum(ItemCount) by bin(TimeGenerated, 5m)'
  }
  {
    title: 'Functions: errors'
    query: 'AppRequests | where Success == false | summarize Errors = sum(ItemCount) by OperationName, bin(TimeGenerated, 5m)'
  }
  {
    title: 'Functions: throttles'
    query: 'AzureDiagnostics | where Category == "FrontDoorAccessLog" and tostring(column_ifexists("httpStatusCode_s", "")) == "429" | summarize Refused = count() by bin(TimeGenerated, 5m)'
  }
  {
    title: 'Events: lag, s'
    query: 'AppMetrics | where Name == "IndexLag" | summarize IndexLag = max(Max) by bin(TimeGenerated, 5m)'
  }
  {
    title: 'Reconcile: lag, s'
    query: 'AppMetrics | where Name == "ReconcileLag" | summarize ReconcileLag = max(Max) by bin(TimeGenerated, 15m)'
  }
  {
    title: 'Keys that the index can\'t hold'
    query: 'AppMetrics | where Name == "SkippedKeys" | summarize SkippedKeys = sum(Sum) by bin(TimeGenerated, 1h)'
  }
  {
    title: 'Lists from the cache'
    query: 'AppMetrics | where Name in ("CacheHits", "CacheMisses", "CacheBypasses", "CachePauses") | summarize Pages = sum(Sum) by Name, bin(TimeGenerated, 5m)'
  }
  {
    title: 'Bytes in and out'
    query: 'AppMetrics | where Name in ("RequestBytes", "ResponseBytes") | summarize Bytes = sum(Sum) by Name, bin(TimeGenerated, 5m)'
  }
  {
    title: 'Credentials refused'
    query: 'AppMetrics | where Name == "AuthenticationFailures" | summarize AuthenticationFailures = sum(Sum) by bin(TimeGenerated, 5m)'
  }
  {
    title: 'Dependencies: calls that fail'
    query: 'AppDependencies | where Success == false | summarize Failures = sum(ItemCount) by DependencyType, bin(TimeGenerated, 5m)'
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: name
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspaceId
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat(
        map(metrics, (panel, i) => {
          type: 10
          name: 'metric-${i}'
          content: {
            version: 'MetricsItem/2.0'
            size: 0
            chartType: 2
            title: panel.title
            resourceType: panel.namespace
            metricScope: 0
            resourceIds: [
              panel.resource
            ]
            timeContext: {
              durationMs: 86400000
            }
            metrics: [
              {
                namespace: panel.namespace
                metric: '${panel.namespace}--${panel.metric}'
                aggregation: panel.aggregation
                splitBy: panel.split
              }
            ]
          }
        }),
        map(queries, (panel, i) => {
          type: 3
          name: 'query-${i}'
          content: {
            version: 'KqlItem/1.0'
            query: panel.query
            size: 0
            title: panel.title
            timeContext: {
              durationMs: 86400000
            }
            queryType: 0
            resourceType: 'microsoft.operationalinsights/workspaces'
            crossComponentResources: [
              workspaceId
            ]
            visualization: 'timechart'
          }
        })
      )
      fallbackResourceIds: [
        workspaceId
      ]
      '$schema': 'https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json'
    })
  }
}
