// What a GitHub repository's workflows may do here, without a secret: docs/deploying-azure.md. Deployed by a person and by no workflow, so
// that none can widen its own rights.

targetScope = 'resourceGroup'

import { resourceTags } from 'modules/types.bicep'

@description('Prefix of the names, as in main.bicep.')
@minLength(3)
@maxLength(11)
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags resourceTags = {}

@description('The repository as the subject of its tokens has it: owner/name, or owner@id/name@id for one with immutable subjects.')
@minLength(3)
@maxLength(200)
param repository string

@description('The environment of the workflow that deploys; who may use it is for the repository to say.')
@minLength(1)
@maxLength(255)
param deployEnvironment string = 'production'

var roles = {
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c'
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
  accessAdministrator: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
}

// The roles that main.bicep gives, modules/access.bicep, and no other; to service principals alone.
var grantable = join(
  [
    '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
    '3913510d-42f4-4e42-8a64-420c390055eb'
    '4633458b-17de-408a-b874-0445c86b69e6'
    '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
    'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
    'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  ],
  ', '
)
var grantsOnlyThese = '((!(ActionMatches{\'Microsoft.Authorization/roleAssignments/write\'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${grantable}} AND @Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {\'ServicePrincipal\'})) AND ((!(ActionMatches{\'Microsoft.Authorization/roleAssignments/delete\'})) OR (@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${grantable}} AND @Resource[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {\'ServicePrincipal\'}))'

// Entra compares issuer, subject and audience of a token as they are: one identity for each subject.
resource deployer 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-github-deploy'
  location: location
  tags: tags

  resource workflow 'federatedIdentityCredentials' = {
    name: 'github'
    properties: {
      issuer: 'https://token.actions.githubusercontent.com'
      subject: 'repo:${repository}:environment:${deployEnvironment}'
      audiences: [
        'api://AzureADTokenExchange'
      ]
    }
  }
}

resource planner 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-github-plan'
  location: location
  tags: tags

  resource workflow 'federatedIdentityCredentials' = {
    name: 'github'
    properties: {
      issuer: 'https://token.actions.githubusercontent.com'
      subject: 'repo:${repository}:pull_request'
      audiences: [
        'api://AzureADTokenExchange'
      ]
    }
  }
}

// what-if with --validation-level ProviderNoRbac writes nothing, so it needs no right to: only to ask.
resource asking 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, name, 'what-if')
  properties: {
    roleName: '${name} what-if in ${resourceGroup().name}'
    description: 'Asks what a deployment would change.'
    type: 'customRole'
    assignableScopes: [
      resourceGroup().id
    ]
    permissions: [
      {
        actions: [
          'Microsoft.Resources/deployments/read'
          'Microsoft.Resources/deployments/validate/action'
          'Microsoft.Resources/deployments/whatIf/action'
        ]
      }
    ]
  }
}

resource plannerReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, planner.id, roles.reader)
  properties: {
    description: 'Reader'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.reader)
    principalId: planner.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource plannerAsks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, planner.id, asking.id)
  properties: {
    description: 'What-if'
    roleDefinitionId: asking.id
    principalId: planner.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource deployerDeploys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, deployer.id, roles.contributor)
  properties: {
    description: 'Contributor'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.contributor)
    principalId: deployer.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource deployerGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, deployer.id, roles.accessAdministrator)
  properties: {
    description: 'Role Based Access Control Administrator, of the roles of modules/access.bicep'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.accessAdministrator)
    principalId: deployer.properties.principalId
    principalType: 'ServicePrincipal'
    condition: grantsOnlyThese
    conditionVersion: '2.0'
  }
}

@description('AZURE_CLIENT_ID of the workflow that deploys.')
output deployClientId string = deployer.properties.clientId

@description('AZURE_CLIENT_ID of the workflow that plans.')
output planClientId string = planner.properties.clientId

@description('AZURE_TENANT_ID of both.')
output tenantId string = tenant().tenantId

@description('AZURE_SUBSCRIPTION_ID of both.')
output subscriptionId string = subscription().subscriptionId
