// Logs and telemetry. A workspace keeps what it has for 30 days at the least; its tables may keep less, so each table that is
// written to has a retention of its own.

import { resourceTags } from 'types.bicep'

@description('Prefix of the names.')
param name string

@description('Name of the Application Insights component.')
param insightsName string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags resourceTags

@description('Days that logs and telemetry are kept. Tables allow 4 to 730.')
@minValue(4)
@maxValue(730)
param retentionDays int

@description('Most that is taken in a day, GB: bounds the cost of a flood of logs. -1 is no limit.')
@minValue(-1)
param dailyQuotaGB int

var tables = [
  'AppAvailabilityResults'
  'AppBrowserTimings'
  'AppDependencies'
  'AppEvents'
  'AppExceptions'
  'AppMetrics'
  'AppPageViews'
  'AppPerformanceCounters'
  'AppRequests'
  'AppSystemEvents'
  'AppTraces'
  'AzureDiagnostics'
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: max(30, retentionDays)
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGB
    }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

// One at a time: a workspace refuses changes of its tables that overlap.
@batchSize(1)
resource table 'Microsoft.OperationalInsights/workspaces/tables@2023-09-01' = [
  for table in tables: {
    parent: workspace
    name: table
    properties: {
      plan: 'Analytics'
      retentionInDays: retentionDays
      totalRetentionInDays: retentionDays
    }
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

@description('The workspace.')
output workspaceId string = workspace.id

@description('Its id as queries name it.')
output workspaceCustomerId string = workspace.properties.customerId

@description('Where telemetry goes. It authorizes nothing: only Entra tokens are taken.')
output insightsConnectionString string = insights.properties.ConnectionString
