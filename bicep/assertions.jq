# What must hold of the templates. Each assertion is a name and a condition; the names of those that do not hold are the output.
# $template is the built main.bicep; $full and $minimal are what main.bicepparam and minimal.bicepparam expand to.

def holds(name; condition): select(((try condition catch false) == true) | not) | name;

def resources: .[0].predictedResources;
def of(type): [resources[] | select(.type == type)];
def one(type): of(type) | if length == 1 then .[0] else error("not one " + type) end;
def names(type): [of(type)[].name | split("/")[-1]] | sort;

# What Azure alone knows stays an expression: the output of a module and nothing else.
def is_output(name): test("^\\[reference\\([^\\[]*\\)\\.outputs\\." + name + "\\.value\\]$");

def both(condition): ($full | condition) and ($minimal | condition);

def site: one("Microsoft.Web/sites") | .properties;
def config: site.siteConfig;
def setting(name): [config.appSettings[] | select(.name == name) | .value] | if length == 1 then .[0] else error(name) end;
def settings: [config.appSettings[].name] | sort;
def storage: one("Microsoft.Storage/storageAccounts").properties;
def vault(prefix): [of("Microsoft.KeyVault/vaults")[] | select(.name | startswith(prefix))] | .[0].properties;
def firewall: one("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies");
def route: one("Microsoft.Cdn/profiles/afdEndpoints/routes").properties;
def rule(name): [of("Microsoft.Cdn/profiles/ruleSets/rules")[] | select(.name | endswith("/" + name))] | .[0].properties;
def subnets: one("Microsoft.Network/virtualNetworks").properties.subnets;
def subnet(name): subnets[] | select(.name == name) | .properties;

# As "role on type and the first letters of the name for identity".
def grants:
  [of("Microsoft.Authorization/roleAssignments")[]
   | (.properties.roleDefinitionId | split("/")[-1])
     + " on " + (.id | capture("/providers/(?<on>[^/]+/[^/]+/[a-z]{2}[a-z-]{4})").on)
     + " for " + (.properties.principalId | capture("(?<type>userAssignedIdentities|Microsoft.Cdn/profiles)/").type)]
  | sort;

# Every template, the nested ones included.
def templates: $template[0] | .. | objects | select(has("$schema"));

def required: [
  "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AWS_REGION", "AZURE_CLIENT_ID",
  "AzureWebJobsDisableHomepage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId",
  "AzureWebJobsStorage__credential", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "Nv__Azure__Audience", "Nv__Azure__FrontDoorId", "Nv__Azure__RoleArn",
  "Nv__Bucket", "Nv__ClientSecret", "Nv__Database", "Nv__DatabaseSecret", "Nv__InlineLimit", "Nv__PresignSeconds",
  "Nv__PublicUrl", "Nv__Redis", "Nv__TopicArn"];

[
  # The app
  holds("the app answers HTTPS only"; both(site.httpsOnly)),
  holds("TLS is 1.2 at least"; both(config.minTlsVersion == "1.2" and config.scmMinTlsVersion == "1.2")),
  holds("FTPS is off"; both(config.ftpsState == "Disabled")),
  holds("basic publishing credentials are off";
    both([of("Microsoft.Web/sites/basicPublishingCredentialsPolicies")[] | [(.name | split("/")[-1]), .properties.allow]] | sort
      == [["ftp", false], ["scm", false]])),
  holds("the runtime is .NET 10.0, isolated"; both(site.functionAppConfig.runtime == {name: "dotnet-isolated", version: "10.0"})),
  holds("the plan is Flex Consumption";
    both(one("Microsoft.Web/serverfarms").sku == {name: "FC1", tier: "FlexConsumption"})),
  holds("one instance is always ready for HTTP";
    both(site.functionAppConfig.scaleAndConcurrency.alwaysReady == [{name: "http", instanceCount: 1}])),
  holds("packages are read by the app's identity";
    both(site.functionAppConfig.deployment.storage.authentication.type == "UserAssignedIdentity")),
  holds("the identity is user-assigned"; both(one("Microsoft.Web/sites").identity.type == "UserAssigned")),
  holds("only this Front Door reaches the app";
    both(config.ipSecurityRestrictionsDefaultAction == "Deny"
      and (config.ipSecurityRestrictions | length) == 1
      and (config.ipSecurityRestrictions[0]
        | .tag == "ServiceTag" and .ipAddress == "AzureFrontDoor.Backend"
          and (.headers["x-azure-fdid"] | length == 1 and (.[0] | is_output("frontDoorId")))))),
  holds("only operators deploy";
    both(config.scmIpSecurityRestrictionsUseMain == false and config.scmIpSecurityRestrictionsDefaultAction == "Deny")
    and ($full | [config.scmIpSecurityRestrictions[].ipAddress]) == ["198.51.100.7/32"]
    and ($minimal | config.scmIpSecurityRestrictions) == []),
  holds("the app is in the virtual network"; both(site.virtualNetworkSubnetId | is_output("functionsSubnetId"))),

  # Its settings
  holds("the required settings are there, and no others"; ($minimal | settings) == (required | sort)),
  holds("the optional settings are there when they are given";
    ($full | settings) == (required + ["Nv__Azure__DeadLetterQueue", "Nv__CorsOrigins", "Nv__RedisIam__Cache", "Nv__RedisIam__User", "AzureFunctionsJobHost__logging__logLevel__default"] | sort)),
  holds("the host's home page is off"; both(setting("AzureWebJobsDisableHomepage") == "true")),
  holds("the host refuses bodies over 16 MiB"; both(setting("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT") == "16777216")),
  holds("the host's storage is reached by identity"; both(setting("AzureWebJobsStorage__credential") == "managedidentity")),
  holds("telemetry is sent by identity"; both(setting("APPLICATIONINSIGHTS_AUTHENTICATION_STRING") | contains("Authorization=AAD"))),
  holds("Redis's settings come from the vault"; both(setting("Nv__Redis") | contains("@Microsoft.KeyVault(SecretUri="))),
  holds("no setting has a key"; both([config.appSettings[].value | select(test("AccountKey|SharedAccess|[Pp]assword="))] == [])),

  # Storage
  holds("shared keys are off"; both(storage.allowSharedKeyAccess == false)),
  holds("public access to blobs is off";
    both(storage.allowBlobPublicAccess == false
      and one("Microsoft.Storage/storageAccounts/blobServices/containers").properties.publicAccess == "None")),
  holds("storage takes TLS 1.2 and HTTPS only"; both(storage.minimumTlsVersion == "TLS1_2" and storage.supportsHttpsTrafficOnly)),
  holds("the storage account's firewall denies";
    both(storage.networkAcls.defaultAction == "Deny" and storage.networkAcls.bypass == "None")
    and ($minimal | storage.publicNetworkAccess) == "Disabled"),
  holds("the events' queue and its poison queue are there";
    both(names("Microsoft.Storage/storageAccounts/queueServices/queues") == ["nv-object-events", "nv-object-events-poison"])),

  # Roles
  holds("the roles are these six";
    both(grants == [
      "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on Microsoft.Storage/storageAccounts/nvdemo for userAssignedIdentities",
      "3913510d-42f4-4e42-8a64-420c390055eb on Microsoft.Insights/components/nvdemo for userAssignedIdentities",
      "4633458b-17de-408a-b874-0445c86b69e6 on Microsoft.KeyVault/vaults/kv-app for userAssignedIdentities",
      "4633458b-17de-408a-b874-0445c86b69e6 on Microsoft.KeyVault/vaults/kv-tls for Microsoft.Cdn/profiles",
      "974c5e8b-45b9-4653-ba55-5f855dd0fb88 on Microsoft.Storage/storageAccounts/nvdemo for userAssignedIdentities",
      "b7e6dc6d-f1e8-4753-8033-0f276bb0955b on Microsoft.Storage/storageAccounts/nvdemo for userAssignedIdentities"])),

  # Vaults
  holds("vaults grant by roles, can't be purged, and deny by default";
    both([of("Microsoft.KeyVault/vaults")[].properties
      | .enableRbacAuthorization and .enablePurgeProtection and .networkAcls.defaultAction == "Deny"] == [true, true])),
  holds("the app's vault is reached from the network only"; both(vault("kv-app").publicNetworkAccess == "Disabled")),

  # Logs
  holds("logs are kept for 7 days, the workspace's least for what has no table of its own";
    both(([of("Microsoft.OperationalInsights/workspaces/tables")[].properties | [.retentionInDays, .totalRetentionInDays]]
        | length == 12 and all(. == [7, 7]))
      and one("Microsoft.OperationalInsights/workspaces").properties.retentionInDays == 30)),
  holds("telemetry takes no key"; both(one("Microsoft.Insights/components").properties.DisableLocalAuth)),

  # Front Door
  holds("Front Door is of the Standard SKU, and so is the firewall";
    both(one("Microsoft.Cdn/profiles").sku.name == "Standard_AzureFrontDoor" and firewall.sku.name == "Standard_AzureFrontDoor")),
  holds("the firewall prevents";
    both(firewall.properties.policySettings | .mode == "Prevention" and .enabledState == "Enabled")),
  holds("every client address has a limit";
    both([firewall.properties.customRules.rules[]
      | select(.name == "Clients" and .ruleType == "RateLimitRule" and .action == "Block" and .enabledState == "Enabled")
      | .rateLimitThreshold] == [6000])),
  holds("notifications have a limit of their own";
    both([firewall.properties.customRules.rules[] | [.priority, .name, .rateLimitThreshold, .matchConditions[0].negateCondition]]
      == [[1, "Notifications", 60000, false], [2, "Clients", 6000, true]])),
  holds("a refusal is problem+json like the service's own";
    both(firewall.properties.policySettings | .customBlockResponseStatusCode == 429
      and (.customBlockResponseBody | @base64d | fromjson | .status == 429 and .title == "Too Many Requests" and has("message")))),
  holds("the firewall covers every name of Front Door";
    ($full | one("Microsoft.Cdn/profiles/securityPolicies").properties.parameters.associations
      | length == 1 and (.[0].domains | length) == 2 and .[0].patternsToMatch == ["/*"])
    and ($minimal | one("Microsoft.Cdn/profiles/securityPolicies").properties.parameters.associations[0].domains | length == 1)),
  holds("Front Door takes and sends HTTPS only"; both(route.supportedProtocols == ["Https"] and route.forwardingProtocol == "HttpsOnly")),
  holds("Front Door drops the header with which a client can stall the Functions host";
    both((rule("dropInvocationId")
        | (.conditions | length) == 0
          and ([.actions[] | [.name, .parameters.headerAction, .parameters.headerName]]
            == [["ModifyRequestHeader", "Delete", "x-ms-invocation-id"]]))
      and (route.ruleSets | length) == 1 and (route.ruleSets[0].id | test("/ruleSets/requests'?\\)?")))),
  holds("Front Door has clients keep to HTTPS, whoever answers";
    both(rule("strictTransport")
      | (.conditions | length) == 0
        and ([.actions[] | [.name, .parameters.headerAction, .parameters.headerName, .parameters.value]]
          == [["ModifyResponseHeader", "Overwrite", "Strict-Transport-Security", "max-age=31536000"]]))),
  holds("Front Door probes /health";
    both(one("Microsoft.Cdn/profiles/originGroups").properties.healthProbeSettings
      | .probePath == "/health" and .probeProtocol == "Https" and .probeRequestType == "GET")),
  holds("the public name has the vault's certificate and TLS 1.2";
    ($full | one("Microsoft.Cdn/profiles/customDomains").properties
      | .hostName == "files.example.org"
        and .tlsSettings.certificateType == "CustomerCertificate" and .tlsSettings.minimumTlsVersion == "TLS12")
    and ($full | one("Microsoft.Cdn/profiles/secrets").properties.parameters
      | .useLatestVersion and (.secretSource.id | test("/vaults/kv-tls-[a-z0-9]+/secrets/files-example-org$")))
    and ($minimal | of("Microsoft.Cdn/profiles/customDomains")) == []),

  # Network
  holds("the app's subnet is delegated, and leaves by the NAT gateway alone";
    both(subnet("functions") | .delegations[0].properties.serviceName == "Microsoft.App/environments"
      and (.natGateway.id | contains("natGateways")) and .defaultOutboundAccess == false)),
  holds("storage and the app's vault have private endpoints";
    both([of("Microsoft.Network/privateEndpoints")[].properties.privateLinkServiceConnections[0].properties.groupIds[0]] | sort
      == ["blob", "queue", "table", "vault"])),
  holds("without vpn there is nothing of a VPN";
    $minimal | (resources | all(.type | test("virtualNetworkGateways|localNetworkGateways|Network/connections") | not))
      and ([subnets[].name] == ["functions", "endpoints"])
      and ([resources[].name | select(test("vpn"))] == [])),
  holds("the VPN is active-active with BGP and four tunnels";
    $full | (one("Microsoft.Network/virtualNetworkGateways").properties | .activeActive and .enableBgp)
      and ([of("Microsoft.Network/connections")[].properties | select(.enableBgp and .connectionProtocol == "IKEv2")] | length == 4)
      and ([of("Microsoft.Network/localNetworkGateways")[].properties.bgpSettings.bgpPeeringAddress]
        == ["169.254.21.1", "169.254.22.1", "169.254.21.5", "169.254.22.5"])),
  holds("each tunnel ends at its own instance";
    $full | [of("Microsoft.Network/connections")[].properties.gatewayCustomBgpIpAddresses | map(.customBgpIpAddress)]
      == [["169.254.21.2", "169.254.21.6"], ["169.254.22.2", "169.254.21.6"],
        ["169.254.21.2", "169.254.21.6"], ["169.254.21.2", "169.254.22.6"]]),

  # Alerts
  holds("health, errors and queues are watched";
    both((names("Microsoft.Insights/metricAlerts") + names("Microsoft.Insights/scheduledQueryRules"))
      - ["nvdemo-vpn", "nvdemo-vpn-disconnected"] | sort == ["nvdemo-errors", "nvdemo-health", "nvdemo-poison", "nvdemo-queues"])),
  holds("each AWS end of the VPN is watched";
    $full | [of("Microsoft.Insights/metricAlerts")[] | select(.name == "nvdemo-vpn")
      | .properties.criteria.allOf[0].dimensions[0].values[]] | length == 4),
  holds("every alert is enabled and tells the action group";
    both([of("Microsoft.Insights/metricAlerts")[], of("Microsoft.Insights/scheduledQueryRules")[]
      | .properties | .enabled and (.actions | tostring | contains("nvdemo-alerts"))] | all)),
  holds("mail is sent to the address that is given";
    ($full | [one("Microsoft.Insights/actionGroups").properties.emailReceivers[].emailAddress] == ["operators@example.org"])
    and ($minimal | one("Microsoft.Insights/actionGroups").properties.emailReceivers == [])),

  # Secrets
  holds("the outputs are these";
    ($template[0].outputs | keys) == ["appName", "frontDoorDomainToken", "frontDoorHostName", "identityObjectId",
      "natAddress", "networkAddressSpace", "storageAccountName", "tenantId", "tlsVaultName", "vpnAddresses", "vpnAsn", "webhookUrl"]),
  holds("no output has a secret";
    [templates | .outputs // {} | .[]
      | select((.type | ascii_downcase | startswith("secure"))
          or (tostring | test("\\blist[A-Z]\\w*\\(|parameters\\('(redis|keys|vpnSharedKeys)'")))] == []),
  holds("secrets are secure parameters";
    [templates | .definitions as $definitions | .parameters // {} | to_entries[]
      | select(.key | IN("redis", "keys", "vpnSharedKeys")) | .value
      | .type // $definitions[.["$ref"] | split("/")[-1]].type] | sort
      == ["secureObject", "secureObject", "securestring", "securestring"])
] | .[]
