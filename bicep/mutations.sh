# shellcheck shell=bash
# Faults that somebody could make, each in one place; read by mutate.

functions=modules/functions.bicep
route=modules/frontDoorRoute.bicep
vpn=modules/vpn.bicep
alerts=modules/alerts.bicep
endpoints=modules/privateEndpoints.bicep

# The app and its identity
mutation 'no Key Vault reference identity' $functions $'    keyVaultReferenceIdentity: identityId\n' ''
mutation 'AZURE_CLIENT_ID is a resource id' $functions 'AZURE_CLIENT_ID: identityClientId' 'AZURE_CLIENT_ID: identityId'
mutation 'client id is the object id' main.bicep 'identityClientId: identity.properties.clientId' 'identityClientId: identity.properties.principalId'
mutation 'roles for the client id' main.bicep 'appPrincipalId: identity.properties.principalId' 'appPrincipalId: identity.properties.clientId'
mutation 'ftpsState' $functions $'      http20Enabled: true\n' $'      http20Enabled: true\n      ftpsState: \'Disabled\'\n'
mutation 'a setting that Flex Consumption refuses' $functions "  AzureWebJobsDisableHomepage: 'true'" $'  FUNCTIONS_WORKER_RUNTIME: \'dotnet-isolated\'\n  AzureWebJobsDisableHomepage: \'true\''
mutation 'instances unbounded' $functions 'maximumInstanceCount: maximumInstances' 'maximumInstanceCount: 1000'
mutation 'requests of an instance unbounded' $functions 'perInstanceConcurrency: httpConcurrency' 'perInstanceConcurrency: 1000'
mutation 'the deployment endpoint takes the site'"'"'s rules' $functions 'scmIpSecurityRestrictionsUseMain: false' 'scmIpSecurityRestrictionsUseMain: true'
mutation 'another Front Door gets in' $functions $'              frontDoorId\n' $'              \'*\'\n'
mutation 'the wrong subnet' main.bicep 'subnetId: network.outputs.functionsSubnetId' 'subnetId: network.outputs.endpointsSubnetId'
mutation 'secrets swapped' main.bicep 'Nv__DatabaseSecret: databaseSecretName' 'Nv__DatabaseSecret: clientSecretName'
mutation 'Redis in the clear' main.bicep "Nv__Redis: '@Microsoft.KeyVault(SecretUri=\${secrets.outputs.redisUri})'" "Nv__Redis: secrets.outputs.redisUri"
mutation 'undelete without being asked' main.bicep "undelete ? { Nv__Undelete: 'true' } : {}" "{ Nv__Undelete: 'true' }"
mutation 'traces that go nowhere' main.bicep 'OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint' 'OTEL_EXPORTER_ENDPOINT: otlpEndpoint'
mutation 'the audience is the role' main.bicep 'Nv__Azure__Audience: awsAudience' 'Nv__Azure__Audience: awsRoleArn'

# Storage, vaults and private endpoints
mutation 'a misspelt poison queue' modules/storage.bicep "'nv-object-events-poison'" "'nv-object-events-poisson'"
mutation 'the host'"'"'s account is that of the packages' main.bicep $'    storageAccountName: storageAccountName\n    releasesUrl' $'    storageAccountName: releasesAccountName\n    releasesUrl'
mutation 'the account of packages takes keys' modules/releases.bicep 'allowSharedKeyAccess: false' 'allowSharedKeyAccess: true'
mutation 'private endpoints in the wrong zone' $endpoints 'privateDnsZoneId: zones[i].id' 'privateDnsZoneId: zones[(i + 1) % 4].id'
mutation 'the vault'"'"'s endpoint reaches the account' $endpoints "target.service == 'vault' ? vaultId : storageAccountId" 'storageAccountId'
mutation 'a misspelt zone' $endpoints "'privatelink.vaultcore.azure.net'" "'privatelink.vault.azure.net'"
mutation 'the wrong vault' main.bicep 'vaultId: appVault.outputs.vaultId' 'vaultId: tlsVault.outputs.vaultId'

# Front Door
mutation 'no certificate name check' $route 'enforceCertificateNameCheck: true' 'enforceCertificateNameCheck: false'
mutation 'wrong origin host header' $route 'originHostHeader: appHostName' 'originHostHeader: publicHost'
mutation 'probes' $route "    sessionAffinityState: 'Disabled'" $'    sessionAffinityState: \'Disabled\'\n    healthProbeSettings: {\n      probePath: \'/health\'\n      probeProtocol: \'Https\'\n    }'
mutation 'a token that must be there' $route 'domain!.properties.?validationProperties.?validationToken' 'domain!.properties.validationProperties.validationToken'
mutation 'clients'"'"' invocation id gets through' $route "headerName: 'x-ms-invocation-id'" "headerName: 'x-ms-invocation'"
mutation 'rules for nobody' $route $'    ruleSets: [\n      {\n        id: requestRules.id\n      }\n    ]' '    ruleSets: []'
mutation 'the public name without the firewall' $route $'              ? [\n                  {\n                    id: domain.id\n                  }\n                ]' $'              ? []'
mutation 'the wrong vault has the certificate' main.bicep $'    tlsVaultName: tlsVaultName\n    certificateName' $'    tlsVaultName: appVaultName\n    certificateName'
mutation 'the profile'"'"'s id for Front Door'"'"'s' modules/frontDoor.bicep 'output frontDoorId string = profile.properties.frontDoorId' 'output frontDoorId string = profile.id'

# VPN
mutation 'one key for all tunnels' $vpn 'sharedKey: keys[address]' 'sharedKey: keys[settings.awsAddresses[0]]'
mutation 'one gateway for all tunnels' $vpn 'id: awsGateways[tunnel].id' 'id: awsGateways[0].id'
mutation 'PFS group' $vpn "pfsGroup: 'ECP384'" "pfsGroup: 'None'"
mutation 'one address for both instances' $vpn 'id: addresses[instance].id' 'id: addresses[0].id'

# Alerts
mutation 'errors from 0 % on' $alerts 'threshold: 5' 'threshold: 0'
mutation 'errors of another resource' main.bicep $'    frontDoorId: frontDoor.outputs.profileId\n    queueServiceId: storage.outputs.queueServiceId\n    tlsVaultId' $'    frontDoorId: network.outputs.networkId\n    queueServiceId: storage.outputs.queueServiceId\n    tlsVaultId'
mutation 'the poison queue misspelt in the alert' $alerts 'Message has "nv-object-events-poison"' 'Message has "nv-object-event-poison"'
mutation 'the wrong metric' $alerts 'Name == "ReconcileLag"' 'Name == "ReconciliationLag"'
mutation 'the certificate of the wrong vault' main.bicep 'tlsVaultId: tlsVault.outputs.vaultId' 'tlsVaultId: appVault.outputs.vaultId'
mutation 'a budget that tells nobody' $alerts $'        thresholdType: \'Actual\'\n        contactEmails: []\n        contactGroups: [\n          people.id\n        ]' $'        thresholdType: \'Actual\'\n        contactEmails: []\n        contactGroups: []'

# GitHub
mutation 'pull requests deploy' github.bicep "repo:\${repository}:environment:\${deployEnvironment}" "repo:\${repository}:pull_request"
mutation 'pull requests write' github.bicep "'Microsoft.Resources/deployments/whatIf/action'" $'\'Microsoft.Resources/deployments/whatIf/action\'\n          \'Microsoft.Resources/deployments/write\''
mutation 'workflows grant everything' github.bicep '    condition: grantsOnlyThese' "    condition: '@Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {\'ServicePrincipal\'}'"
