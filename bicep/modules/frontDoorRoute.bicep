// The way from Front Door to the app, and the public name.

@description('Name of the Front Door profile.')
param profileName string

@description('Name of its endpoint.')
param endpointName string

@description('The firewall.')
param firewallId string

@description('Host name of the app.')
param appHostName string

@description('Public host name.')
param publicHost string

@description('Name of the vault with the certificate.')
param tlsVaultName string

@description('Name of the certificate of the public host; without one there is no public name yet.')
param certificateName string

var hasDomain = !empty(certificateName)

resource profile 'Microsoft.Cdn/profiles@2025-04-15' existing = {
  name: profileName

  resource endpoint 'afdEndpoints' existing = {
    name: endpointName
  }
}

resource certificate 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = if (hasDomain) {
  name: '${tlsVaultName}/${certificateName}'
}

// No probes: with a single origin Front Door sends everything there whatever they say, and over a hundred locations would keep an instance
// busy (https://learn.microsoft.com/azure/frontdoor/health-probes). Route 53 watches /health.
resource origins 'Microsoft.Cdn/profiles/originGroups@2025-04-15' = {
  parent: profile
  name: 'functions'
  properties: {
    sessionAffinityState: 'Disabled'
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
      additionalLatencyInMilliseconds: 50
    }
  }

  resource app 'origins' = {
    name: 'functions'
    properties: {
      hostName: appHostName
      originHostHeader: appHostName
      httpsPort: 443
      priority: 1
      weight: 1000
      enabledState: 'Enabled'
      enforceCertificateNameCheck: true
    }
  }
}

resource domainCertificate 'Microsoft.Cdn/profiles/secrets@2025-04-15' = if (hasDomain) {
  parent: profile
  name: 'certificate'
  properties: {
    parameters: {
      type: 'CustomerCertificate'
      useLatestVersion: true
      secretSource: {
        id: certificate.id
      }
    }
  }
}

resource domain 'Microsoft.Cdn/profiles/customDomains@2025-04-15' = if (hasDomain) {
  parent: profile
  name: replace(publicHost, '.', '-')
  properties: {
    hostName: publicHost
    tlsSettings: {
      certificateType: 'CustomerCertificate'
      minimumTlsVersion: 'TLS12'
      secret: {
        id: domainCertificate.id
      }
    }
  }
}

// The Functions host uses this header itself, and answers 500 after 15 seconds, before any authentication, where a client has sent it.
resource requestRules 'Microsoft.Cdn/profiles/ruleSets@2025-04-15' = {
  parent: profile
  name: 'requests'

  resource invocationId 'rules' = {
    name: 'dropInvocationId'
    properties: {
      order: 1
      conditions: []
      actions: [
        {
          name: 'ModifyRequestHeader'
          parameters: {
            typeName: 'DeliveryRuleHeaderActionParameters'
            headerAction: 'Delete'
            headerName: 'x-ms-invocation-id'
          }
        }
      ]
      matchProcessingBehavior: 'Continue'
    }
  }

  // What the service says by itself, for what the Functions host answers in its place.
  resource strictTransport 'rules' = {
    name: 'strictTransport'
    properties: {
      order: 2
      conditions: []
      actions: [
        {
          name: 'ModifyResponseHeader'
          parameters: {
            typeName: 'DeliveryRuleHeaderActionParameters'
            headerAction: 'Overwrite'
            headerName: 'Strict-Transport-Security'
            value: 'max-age=31536000'
          }
        }
      ]
      matchProcessingBehavior: 'Continue'
    }
    dependsOn: [
      invocationId
    ]
  }
}

// HTTPS alone: a redirect from HTTP would come after the password was sent.
resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-04-15' = {
  parent: profile::endpoint
  name: 'all'
  properties: {
    enabledState: 'Enabled'
    originGroup: {
      id: origins.id
    }
    customDomains: hasDomain
      ? [
          {
            id: domain.id
          }
        ]
      : []
    ruleSets: [
      {
        id: requestRules.id
      }
    ]
    patternsToMatch: [
      '/*'
    ]
    supportedProtocols: [
      'Https'
    ]
    httpsRedirect: 'Disabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
  }
  dependsOn: [
    origins::app
    requestRules::invocationId
  ]
}

resource protection 'Microsoft.Cdn/profiles/securityPolicies@2025-04-15' = {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: {
        id: firewallId
      }
      associations: [
        {
          domains: concat(
            [
              {
                id: profile::endpoint.id
              }
            ],
            hasDomain
              ? [
                  {
                    id: domain.id
                  }
                ]
              : []
          )
          patternsToMatch: [
            '/*'
          ]
        }
      ]
    }
  }
}

// A certificate of the customer's that covers the name proves it too: Front Door then has no validationProperties.
@description('Value of the TXT record _dnsauth.<public host> that proves to Front Door whose the name is; none while there is no name or no proof is asked for.')
output domainToken string? = hasDomain ? domain!.properties.?validationProperties.?validationToken : null
