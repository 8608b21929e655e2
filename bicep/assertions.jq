# What must hold of the templates. Each assertion is a name and a condition; the names of those that do not hold are the output.
# $template is the built main.bicep; $full, $minimal and $github are what main.bicepparam, minimal.bicepparam and github.bicepparam expand to.

def holds(name; condition): select(((try condition catch false) == true) | not) | name;

def resources: .[0].predictedResources;
def of(type): [resources[] | select(.type == type)];
def one(type): of(type) | if length == 1 then .[0] else error("not one " + type) end;
def names(type): [of(type)[].name | split("/")[-1]] | sort;

# What Azure alone knows stays an expression: the output of a module and nothing else.
def is_output(from; name):
  test("^\\[reference\\(resourceId\\([^\\[]*'Microsoft.Resources/deployments', format\\('" + from + "-\\{0\\}'[^\\[]*\\)\\.outputs\\." + name + "\\.value\\]$");

def both(condition): ($full | condition) and ($minimal | condition);

def site: one("Microsoft.Web/sites") | .properties;
def config: site.siteConfig;
def setting(name): [config.appSettings[] | select(.name == name) | .value] | if length == 1 then .[0] else error(name) end;
def settings: [config.appSettings[].name] | sort;
# The accounts differ in the letters before the suffix that both have.
def account: [of("Microsoft.Storage/storageAccounts")[] | select(.name | test("^nvdemorel") | not)][0];
def storage: account.properties;
def releases: [of("Microsoft.Storage/storageAccounts")[] | select(.name | test("^nvdemorel"))][0];
def identity: one("Microsoft.ManagedIdentity/userAssignedIdentities").id;
def origin: one("Microsoft.Cdn/profiles/originGroups/origins").properties;
def vault(prefix): [of("Microsoft.KeyVault/vaults")[] | select(.name | startswith(prefix))] | .[0].properties;
def firewall: one("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies");
def route: one("Microsoft.Cdn/profiles/afdEndpoints/routes").properties;
def rule(name): [of("Microsoft.Cdn/profiles/ruleSets/rules")[] | select(.name | endswith("/" + name))] | .[0].properties;
def subnets: one("Microsoft.Network/virtualNetworks").properties.subnets;
def subnet(name): subnets[] | select(.name == name) | .properties;

# The built modules: main.bicep's resources under their symbolic names.
def modules: $template[0].resources | to_entries[] | select(.value.type == "Microsoft.Resources/deployments");

# As "role on type and the first letters of the name for identity".
def grants:
  [of("Microsoft.Authorization/roleAssignments")[]
   | (.properties.roleDefinitionId | split("/")[-1])
     + " on " + (.id | capture("/providers/(?<on>[^/]+/[^/]+/(nvdemorel|[a-z]{2}[a-z-]{4}))").on)
     + " for " + (.properties.principalId | capture("(?<type>userAssignedIdentities|Microsoft.Cdn/profiles)/").type)]
  | sort;

# Every template, the nested ones included.
def templates: $template[0] | .. | objects | select(has("$schema"));

def required: [
  "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AWS_REGION", "AZURE_CLIENT_ID",
  "AzureWebJobsDisableHomepage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId",
  "AzureWebJobsStorage__credential", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "Nv__Azure__Audience", "Nv__Azure__FrontDoorId", "Nv__Azure__RoleArn",
  "Nv__Bucket", "Nv__ClientSecret", "Nv__Database", "Nv__DatabaseSecret", "Nv__InlineLimit", "Nv__PresignSeconds",
  "Nv__PublicUrl", "Nv__ReconcileHours", "Nv__Redis", "Nv__SpoolLimit", "Nv__TopicArn"];

[
  # The app
  holds("the app answers HTTPS only"; both(site.httpsOnly)),
  holds("TLS is 1.2 at least"; both(config.minTlsVersion == "1.2" and config.scmMinTlsVersion == "1.2")),
  holds("the site has only properties that Flex Consumption takes";
    both(config | keys == ["appSettings", "http20Enabled", "ipSecurityRestrictions", "ipSecurityRestrictionsDefaultAction", "minTlsVersion",
      "scmIpSecurityRestrictions", "scmIpSecurityRestrictionsDefaultAction", "scmIpSecurityRestrictionsUseMain", "scmMinTlsVersion"])
    and both(site | keys == ["functionAppConfig", "httpsOnly", "keyVaultReferenceIdentity", "publicNetworkAccess", "serverFarmId", "siteConfig",
      "virtualNetworkSubnetId"])),
  holds("no setting is one that Flex Consumption has replaced";
    both([settings[] | select(test("^(FUNCTIONS_EXTENSION_VERSION|FUNCTIONS_WORKER_|FUNCTIONS_MAX_HTTP|WEBSITE_|WEBSITES_|SCM_|ENABLE_ORYX|TZ$)"))] == [])),
  holds("basic publishing credentials, of FTP too, are off";
    both([of("Microsoft.Web/sites/basicPublishingCredentialsPolicies")[] | [(.name | split("/")[-1]), .properties.allow]] | sort
      == [["ftp", false], ["scm", false]])),
  holds("the runtime is .NET 10.0, isolated"; both(site.functionAppConfig.runtime == {name: "dotnet-isolated", version: "10.0"})),
  holds("the plan is Flex Consumption";
    both(one("Microsoft.Web/serverfarms").sku == {name: "FC1", tier: "FlexConsumption"})),
  holds("one instance is always ready for HTTP";
    both(site.functionAppConfig.scaleAndConcurrency.alwaysReady == [{name: "http", instanceCount: 1}])),
  holds("instances and what each works on are bounded";
    both(site.functionAppConfig.scaleAndConcurrency | .maximumInstanceCount == 8 and .triggers == {http: {perInstanceConcurrency: 16}})),
  holds("the update strategy is the one that is no preview"; both(site.functionAppConfig.siteUpdateStrategy == {type: "Recreate"})),
  holds("packages are read by the app's identity";
    both(site.functionAppConfig.deployment.storage.authentication.type == "UserAssignedIdentity")),
  holds("the identity is user-assigned"; both(one("Microsoft.Web/sites").identity.type == "UserAssigned")),
  holds("only this Front Door reaches the app";
    both(config.ipSecurityRestrictionsDefaultAction == "Deny"
      and (config.ipSecurityRestrictions | length) == 1
      and (config.ipSecurityRestrictions[0]
        | .tag == "ServiceTag" and .ipAddress == "AzureFrontDoor.Backend"
          and (.headers["x-azure-fdid"] | length == 1 and (.[0] | is_output("frontDoor"; "frontDoorId")))))),
  holds("only operators deploy";
    both(config.scmIpSecurityRestrictionsUseMain == false and config.scmIpSecurityRestrictionsDefaultAction == "Deny")
    and ($full | [config.scmIpSecurityRestrictions[].ipAddress]) == ["198.51.100.7/32"]
    and ($minimal | config.scmIpSecurityRestrictions) == []),
  holds("the app is in the virtual network"; both(site.virtualNetworkSubnetId | is_output("network"; "functionsSubnetId"))),

  # Its settings
  holds("the required settings are there, and no others"; ($minimal | settings) == (required | sort)),
  holds("the optional settings are there when they are given";
    ($full | settings) == (required + ["Nv__Azure__DeadLetterQueue", "Nv__RedisIam__Cache", "Nv__RedisIam__User"] | sort)),
  holds("what the example leaves off is a setting where it is asked for";
    $template[0].resources.app.properties.parameters.settings.value
    | contains("if(empty(parameters('corsOrigins')), createObject(), createObject('Nv__CorsOrigins', parameters('corsOrigins')))")
      and contains("if(parameters('undelete'), createObject('Nv__Undelete', 'true'), createObject())")
      and contains("if(empty(parameters('otlpEndpoint')), createObject(), createObject('OTEL_EXPORTER_OTLP_ENDPOINT', parameters('otlpEndpoint')))")
      and endswith(", parameters('otherSettings'))]")),
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
  holds("packages are kept by Entra alone: no key, no anonymous reader, TLS 1.2";
    both(releases.properties | .allowSharedKeyAccess == false and .allowBlobPublicAccess == false and .minimumTlsVersion == "TLS1_2"
      and .supportsHttpsTrafficOnly and .allowCrossTenantReplication == false)),
  holds("storage takes TLS 1.2 and HTTPS only"; both(storage.minimumTlsVersion == "TLS1_2" and storage.supportsHttpsTrafficOnly)),
  holds("the storage account's firewall denies";
    both(storage.networkAcls.defaultAction == "Deny" and storage.networkAcls.bypass == "None")
    and ($minimal | storage.publicNetworkAccess) == "Disabled"),
  holds("the events' queue and its poison queue are there";
    both(names("Microsoft.Storage/storageAccounts/queueServices/queues") == ["nv-object-events", "nv-object-events-poison"])),

  # Roles
  holds("the roles are these seven";
    both(grants == [
      "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on Microsoft.Storage/storageAccounts/nvdemo for userAssignedIdentities",
      "3913510d-42f4-4e42-8a64-420c390055eb on Microsoft.Insights/components/nvdemo for userAssignedIdentities",
      "4633458b-17de-408a-b874-0445c86b69e6 on Microsoft.KeyVault/vaults/kv-app for userAssignedIdentities",
      "4633458b-17de-408a-b874-0445c86b69e6 on Microsoft.KeyVault/vaults/kv-tls for Microsoft.Cdn/profiles",
      "974c5e8b-45b9-4653-ba55-5f855dd0fb88 on Microsoft.Storage/storageAccounts/nvdemo for userAssignedIdentities",
      "b7e6dc6d-f1e8-4753-8033-0f276bb0955b on Microsoft.Storage/storageAccounts/nvdemo for userAssignedIdentities",
      "ba92f5b4-2d11-453d-a403-e96b0029c9fe on Microsoft.Storage/storageAccounts/nvdemorel for userAssignedIdentities"])),

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
  holds("Front Door does not probe its one origin";
    both((of("Microsoft.Cdn/profiles/originGroups/origins") | length) == 1
      and (one("Microsoft.Cdn/profiles/originGroups").properties | has("healthProbeSettings") | not))),
  holds("the origin's certificate is checked, by the name that is asked for";
    both(origin | .enforceCertificateNameCheck and .httpsPort == 443 and .enabledState == "Enabled"
      and (.hostName | is_output("app"; "hostName")) and .originHostHeader == .hostName)),
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
  holds("what is watched, and from where on";
    $full | [of("Microsoft.Insights/metricAlerts")[] | .properties as $alert | $alert.criteria.allOf[]
        | [.metricNamespace, .metricName, ([.dimensions[]? | .name] | join(",")), .timeAggregation, .operator, .threshold, $alert.windowSize]]
      == [
        ["Microsoft.Cdn/profiles", "Percentage5XX", "", "Average", "GreaterThan", 5, "PT5M"],
        ["Microsoft.Cdn/profiles", "RequestCount", "HttpStatus", "Total", "GreaterThan", 100, "PT5M"],
        ["Microsoft.Storage/storageAccounts/queueServices", "QueueMessageCount", "", "Average", "GreaterThanOrEqual", 1, "PT6H"],
        ["Microsoft.Network/virtualNetworkGateways", "BgpPeerStatus", "BgpPeerAddress", "Average", "LessThan", 0.25, "PT15M"]]),
  holds("an alert looks at the resource that has its metric";
    $full | [of("Microsoft.Insights/metricAlerts")[].properties | [.criteria.allOf[0].metricName, (.scopes | length), .scopes[0]]]
      | all(.[1] == 1 and (.[0] as $metric | .[2]
        | if $metric | IN("Percentage5XX", "RequestCount") then is_output("frontDoor"; "profileId")
          elif $metric == "QueueMessageCount" then is_output("storage"; "queueServiceId")
          else contains("gatewayId") end))),
  holds("logs that are watched are the workspace's, and any row is one too many";
    both([of("Microsoft.Insights/scheduledQueryRules")[].properties
      | (.scopes | length == 1 and (.[0] | is_output("monitoring"; "workspaceId")))
        and (.criteria.allOf | length == 1 and (.[0] | .timeAggregation == "Count" and .operator == "GreaterThan" and .threshold == 0
          and .failingPeriods == {numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1}))] | length >= 6 and all)),
  holds("messages that are given up are watched under the name of their queue";
    both(names("Microsoft.Storage/storageAccounts/queueServices/queues") as $queues
      | [of("Microsoft.Insights/scheduledQueryRules")[] | select(.name == "nvdemo-poison") | .properties.criteria.allOf[0].query
        | capture("has \"(?<queue>nv-[a-z-]+)\"").queue] == [$queues[] | select(endswith("-poison"))])),
  holds("refused credentials and a cache that does not answer are watched";
    both(([of("Microsoft.Insights/scheduledQueryRules")[] | {(.name): .properties.criteria.allOf[0].query}] | add) as $queries
      | ($queries["nvdemo-credentials"] | contains("\"AuthenticationFailures\"") and contains("Refused > 100"))
        and ($queries["nvdemo-cache"] | contains("\"CachePauses\"") and contains("Pauses > 60")))),
  holds("lag of index and reconciliation, latency and throttling are watched";
    both(([of("Microsoft.Insights/scheduledQueryRules")[] | {(.name): .properties.criteria.allOf[0].query}] | add) as $queries
      | ($queries["nvdemo-index-lag"] | contains("\"IndexLag\" and Max > 900"))
        and ($queries["nvdemo-reconcile"] | contains("\"ReconcileLag\"") and contains("Max > \(36 * 3600) ") and contains("ago(1h)"))
        and ($queries["nvdemo-latency"] | contains("percentile(DurationMs, 99)") and contains("P99 > 10000"))
        and [of("Microsoft.Insights/metricAlerts")[] | select(.name == "nvdemo-throttles")
          | .properties.criteria.allOf[0].dimensions == [{name: "HttpStatus", operator: "Include", values: ["429"]}]] == [true])),
  holds("the certificate's end is announced";
    both((one("Microsoft.EventGrid/systemTopics").properties
        | .topicType == "Microsoft.KeyVault.vaults" and (.source | is_output("tlsVault"; "vaultId")))
      and (one("Microsoft.EventGrid/systemTopics/eventSubscriptions").properties
        | .destination.endpointType == "MonitorAlert"
          and (.destination.properties.actionGroups | length == 1 and (.[0] | endswith("/actionGroups/nvdemo-alerts")))
          and .eventDeliverySchema == "CloudEventSchemaV1_0"
          and .filter.includedEventTypes == ["Microsoft.KeyVault.CertificateNearExpiry", "Microsoft.KeyVault.CertificateExpired"]))),
  holds("a budget tells the action group; without one there is none";
    ($full | one("Microsoft.Consumption/budgets").properties
      | .amount == 500 and .timeGrain == "Monthly"
        and ([.notifications[] | .enabled and (.contactGroups | length == 1 and (.[0] | endswith("/actionGroups/nvdemo-alerts")))] | length == 2 and all)
        and ([.notifications[] | [.thresholdType, .threshold]] | sort == [["Actual", 80], ["Forecasted", 100]]))
    and ($minimal | of("Microsoft.Consumption/budgets") == [])),
  holds("the workbook has the panels of docs/metrics.md that Azure can show";
    both(one("Microsoft.Insights/workbooks").properties
      | (.sourceId | is_output("monitoring"; "workspaceId"))
        and (.serializedData as $panels
          | ["Requests", "Latency, ms", "Server errors, share of api''s replies", "Functions: errors", "Functions: throttles", "Functions: instances",
             "Events: lag, s", "Events: waiting and given up", "Reconcile: lag, s", "Keys that the index can''t hold", "Dependencies: calls that fail",
             "\"ServerErrors\"", "\"IndexLag\"", "\"ReconcileLag\"", "\"SkippedKeys\""]
          | all(. as $panel | $panels | contains($panel))))),
  holds("each AWS end of the VPN is watched";
    $full | [of("Microsoft.Insights/metricAlerts")[] | select(.name == "nvdemo-vpn")
      | .properties.criteria.allOf[0].dimensions[0].values[]] | length == 4),
  holds("every alert is enabled and tells the action group";
    both([of("Microsoft.Insights/metricAlerts")[], of("Microsoft.Insights/scheduledQueryRules")[]
      | .properties | .enabled and (.actions | tostring | contains("nvdemo-alerts"))] | all)),
  holds("mail is sent to the address that is given";
    ($full | [one("Microsoft.Insights/actionGroups").properties.emailReceivers[].emailAddress] == ["operators@example.org"])
    and ($minimal | one("Microsoft.Insights/actionGroups").properties.emailReceivers == [])),

  # Wiring: what points to what
  holds("modules take from each other what their parameters say";
    [modules | .key as $owner | .value.properties.parameters | to_entries[]
      | select(.value.value | strings | test("^\\[reference\\(")) | "\($owner).\(.key) <- " + (.value.value | sub("^\\[reference\\('(?<from>\\w+)'\\)(\\.outputs)?"; "\(.from)") | rtrimstr("]") | rtrimstr(".value"))]
      | sort == [
        "access.appPrincipalId <- identity.principalId",
        "alerts.frontDoorId <- frontDoor.profileId",
        "alerts.queueServiceId <- storage.queueServiceId",
        "alerts.tlsVaultId <- tlsVault.vaultId",
        "alerts.workspaceId <- monitoring.workspaceId",
        "app.frontDoorId <- frontDoor.frontDoorId",
        "app.identityClientId <- identity.clientId",
        "app.insightsConnectionString <- monitoring.insightsConnectionString",
        "app.releasesUrl <- releases.releasesUrl",
        "app.subnetId <- network.functionsSubnetId",
        "appVault.workspaceId <- monitoring.workspaceId",
        "endpoints.networkId <- network.networkId",
        "endpoints.storageAccountId <- storage.accountId",
        "endpoints.subnetId <- network.endpointsSubnetId",
        "endpoints.vaultId <- appVault.vaultId",
        "frontDoor.workspaceId <- monitoring.workspaceId",
        "gateway.subnetId <- network.gatewaySubnetId",
        "gateway.workspaceId <- monitoring.workspaceId",
        "route.appHostName <- app.hostName",
        "route.firewallId <- frontDoor.firewallId",
        "tlsVault.workspaceId <- monitoring.workspaceId",
        "workbook.appId <- app.appId",
        "workbook.frontDoorId <- frontDoor.profileId",
        "workbook.queueServiceId <- storage.queueServiceId",
        "workbook.workspaceId <- monitoring.workspaceId"]),
  holds("modules hand out what their outputs are named after";
    [modules | .key as $owner | .value.properties.template.outputs // {} | to_entries[]
      | "\($owner).\(.key) = \(.value.value // (.value.copy.input) | ltrimstr("[") | rtrimstr("]"))"] | sort == [
        "app.appId = resourceId('Microsoft.Web/sites', parameters('appName'))",
        "app.hostName = reference('app').defaultHostName",
        "appVault.vaultId = resourceId('Microsoft.KeyVault/vaults', parameters('vaultName'))",
        "frontDoor.firewallId = resourceId('Microsoft.Network/FrontDoorWebApplicationFirewallPolicies', format('{0}firewall', parameters('name')))",
        "frontDoor.frontDoorId = reference('profile').frontDoorId",
        "frontDoor.hostName = reference('profile::endpoint').hostName",
        "frontDoor.profileId = resourceId('Microsoft.Cdn/profiles', parameters('profileName'))",
        "gateway.addresses = reference(format('addresses[{0}]', range(0, 2)[copyIndex()])).ipAddress",
        "gateway.gatewayId = resourceId('Microsoft.Network/virtualNetworkGateways', variables('gatewayName'))",
        "monitoring.insightsConnectionString = reference('insights').ConnectionString",
        "monitoring.workspaceCustomerId = reference('workspace').customerId",
        "monitoring.workspaceId = resourceId('Microsoft.OperationalInsights/workspaces', format('{0}-logs', parameters('name')))",
        "network.endpointsSubnetId = resourceId('Microsoft.Network/virtualNetworks/subnets', format('{0}-network', parameters('name')), variables('endpointsSubnet').name)",
        "network.functionsSubnetId = resourceId('Microsoft.Network/virtualNetworks/subnets', format('{0}-network', parameters('name')), variables('functionsSubnet').name)",
        "network.gatewaySubnetId = if(parameters('hasVpn'), resourceId('Microsoft.Network/virtualNetworks/subnets', format('{0}-network', parameters('name')), variables('gatewaySubnet').name), null())",
        "network.natAddress = reference('natAddress').ipAddress",
        "network.networkId = resourceId('Microsoft.Network/virtualNetworks', format('{0}-network', parameters('name')))",
        "releases.releasesUrl = format('{0}{1}', reference('account').primaryEndpoints.blob, 'releases')",
        "route.domainToken = if(variables('hasDomain'), tryGet(tryGet(reference('domain'), 'validationProperties'), 'validationToken'), null())",
        "secrets.redisUri = reference(resourceId('Microsoft.KeyVault/vaults/secrets', parameters('vaultName'), 'redis'), '2024-11-01').secretUri",
        "storage.accountId = resourceId('Microsoft.Storage/storageAccounts', parameters('accountName'))",
        "storage.queueServiceId = resourceId('Microsoft.Storage/storageAccounts/queueServices', parameters('accountName'), 'default')",
        "tlsVault.vaultId = resourceId('Microsoft.KeyVault/vaults', parameters('vaultName'))"]),
  holds("Terraform and operators get what the outputs are named after";
    ($template[0].outputs | map_values(.value | ltrimstr("[") | rtrimstr("]"))) == {
      alwaysReadyInstances: "parameters('alwaysReadyInstances')",
      appName: "variables('appName')",
      frontDoorDomainToken: "tryGet(tryGet(reference('route').outputs, 'domainToken'), 'value')",
      frontDoorHostName: "reference('frontDoor').outputs.hostName.value",
      identityObjectId: "reference('identity').principalId",
      maximumInstances: "parameters('maximumInstances')",
      natAddress: "reference('network').outputs.natAddress.value",
      networkAddressSpace: "parameters('addressSpace')",
      storageAccountName: "variables('storageAccountName')",
      tenantId: "tenant().tenantId",
      tlsVaultName: "variables('tlsVaultName')",
      vpnAddresses: "tryGet(if(not(equals(parameters('vpn'), null())), reference('gateway'), null()), 'outputs', 'addresses', 'value')",
      vpnAsn: "tryGet(parameters('vpn'), 'asn')",
      workspaceId: "reference('monitoring').outputs.workspaceCustomerId.value",
      webhookUrl: "format('https://{0}/api/events/sns', reference('frontDoor').outputs.hostName.value)"}),
  holds("the site has one identity, which reads the vault's references and the packages";
    both(identity as $identity
      | (one("Microsoft.Web/sites").identity.userAssignedIdentities | keys) == [$identity]
        and site.keyVaultReferenceIdentity == $identity
        and site.functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId == $identity)),
  holds("settings name the identity by its client id";
    both(identity as $identity
      | ([setting("AZURE_CLIENT_ID"), setting("AzureWebJobsStorage__clientId")] | unique == ["[reference('\($identity)', '2023-01-31').clientId]"])
        and setting("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")
          == "[format('ClientId={0};Authorization=AAD', reference('\($identity)', '2023-01-31').clientId)]")),
  holds("every role of the app is given to that identity, by its object id";
    both(identity as $identity
      | [of("Microsoft.Authorization/roleAssignments")[].properties | select(.principalId | contains("userAssignedIdentities")) | .principalId]
        | length == 6 and (unique == ["[reference('\($identity)', '2023-01-31').principalId]"]))),
  holds("packages are deployed to the account of packages, and the host has the account with the queues";
    both((site.functionAppConfig.deployment.storage.value | is_output("releases"; "releasesUrl"))
      and (releases.name as $name | one("Microsoft.Storage/storageAccounts/blobServices/containers").name == "\($name)/default/releases")
      and setting("AzureWebJobsStorage__accountName") == account.name
      and (account.name as $name | [of("Microsoft.Storage/storageAccounts/queueServices/queues")[].name | startswith("\($name)/default/")] == [true, true]))),
  holds("Redis's setting refers to the secret in the app's vault";
    both((setting("Nv__Redis") | test("^\\[format\\('@Microsoft.KeyVault\\(SecretUri=\\{0\\}\\)', reference\\([^\\[]*'secrets-[^\\[]*\\)\\.outputs\\.redisUri\\.value\\)\\]$"))
      and (one("Microsoft.KeyVault/vaults/secrets") | (.name | test("^kv-app-[a-z0-9]+/redis$")) and .properties.value == "[parameters('redis')]"))),
  holds("each setting has the value of its parameter";
    ($full | [setting("AWS_REGION"), setting("Nv__Azure__Audience"), setting("Nv__Azure__RoleArn"), setting("Nv__Azure__DeadLetterQueue"), setting("Nv__Bucket"),
        setting("Nv__ClientSecret"), setting("Nv__DatabaseSecret"), setting("Nv__InlineLimit"), setting("Nv__SpoolLimit"), setting("Nv__PresignSeconds"),
        setting("Nv__PublicUrl"), setting("Nv__ReconcileHours"), setting("Nv__RedisIam__Cache"), setting("Nv__RedisIam__User"), setting("Nv__TopicArn")])
      == ["eu-central-1", "api://00000000-0000-0000-0000-000000000000", "arn:aws:iam::123456789012:role/nv-demo-azure",
        "https://sqs.eu-central-1.amazonaws.com/123456789012/nv-demo-webhook-dead", "nvdemo-files-example", "nv-demo/client",
        "nv-demo/postgres-service", "4194304", "268435456", "3600", "https://files.example.org/", "24", "nv-demo", "nv-demo-service",
        "arn:aws:sns:eu-central-1:123456789012:nv-demo-object-events"]
    and (both(setting("Nv__Azure__FrontDoorId") | is_output("frontDoor"; "frontDoorId")))
    and (both(setting("Nv__Database") | contains(";SSL Mode=VerifyFull;") and contains(";Maximum Pool Size=") and contains(";GSS Encryption Mode=Disable")))),
  holds("a private endpoint reaches what it is named after, under the name that the service is looked for by";
    both([of("Microsoft.Network/privateEndpoints")[] | .name as $name | .properties.privateLinkServiceConnections
        | [($name | ltrimstr("nvdemo-")), .[0].properties.groupIds[0], length, (.[0].properties.privateLinkServiceId
          | if is_output("storage"; "accountId") then "account" elif is_output("appVault"; "vaultId") then "vault" else "?" end)]]
      == [["blob", "blob", 1, "account"], ["queue", "queue", 1, "account"], ["table", "table", 1, "account"], ["vault", "vault", 1, "vault"]])
    and both([of("Microsoft.Network/privateEndpoints/privateDnsZoneGroups")[]
        | [(.name | split("/")[0] | ltrimstr("nvdemo-")), (.properties.privateDnsZoneConfigs | length),
           (.properties.privateDnsZoneConfigs[0].properties.privateDnsZoneId | capture("privatelink\\.(?<zone>[a-z]+)[.'](\\{0\\}', environment\\(\\)\\.suffixes\\.storage|azure\\.net)").zone)]]
      == [["blob", 1, "blob"], ["queue", 1, "queue"], ["table", 1, "table"], ["vault", 1, "vaultcore"]])),
  holds("every zone is there, and the app's network asks it";
    both([of("Microsoft.Network/privateDnsZones")[].name | capture("privatelink\\.(?<zone>[a-z]+)").zone] == ["blob", "queue", "table", "vaultcore"]
      and ([of("Microsoft.Network/privateDnsZones/virtualNetworkLinks")[] | .properties as $link
        | [(.name | capture("privatelink\\.(?<zone>[a-z]+)").zone), ($link.virtualNetwork.id | is_output("network"; "networkId"))]]
        == [["blob", true], ["queue", true], ["table", true], ["vaultcore", true]]))),
  holds("private endpoints are in their own subnet";
    both([of("Microsoft.Network/privateEndpoints")[].properties.subnet.id | is_output("network"; "endpointsSubnetId")] | all)),
  holds("requests come through the firewall to the app";
    both((of("Microsoft.Cdn/profiles/afdEndpoints")[0].id) as $endpoint
      | (one("Microsoft.Cdn/profiles/securityPolicies").properties.parameters
          | (.wafPolicy.id | is_output("frontDoor"; "firewallId")) and .associations[0].domains[0].id == $endpoint)
        and route.originGroup.id == one("Microsoft.Cdn/profiles/originGroups").id
        and [route.ruleSets[].id] == [one("Microsoft.Cdn/profiles/ruleSets").id]
        and route.patternsToMatch == ["/*"] and route.enabledState == "Enabled" and route.linkToDefaultDomain == "Enabled"
        and (one("Microsoft.Cdn/profiles/afdEndpoints/routes").id | startswith($endpoint)))),
  holds("the public name goes the same way, with the certificate of its own";
    $full | one("Microsoft.Cdn/profiles/customDomains") as $domain
      | route.customDomains == [{id: $domain.id}]
        and one("Microsoft.Cdn/profiles/securityPolicies").properties.parameters.associations[0].domains[1] == {id: $domain.id}
        and $domain.properties.tlsSettings.secret.id == one("Microsoft.Cdn/profiles/secrets").id),
  holds("each tunnel has the key of its own gateway, and no two have one";
    $full | ([of("Microsoft.Network/localNetworkGateways")[] | {key: .id, value: .properties.gatewayIpAddress}] | from_entries) as $addresses
      | [of("Microsoft.Network/connections")[].properties
          | .sharedKey == "[parameters('vpnSharedKeys')['\($addresses[.localNetworkGateway2.id])']]"] == [true, true, true, true]
        and ([of("Microsoft.Network/connections")[].properties.localNetworkGateway2.id] | unique | length) == 4),
  holds("tunnels are encrypted as AWS offers by default, with forward secrecy";
    $full | [of("Microsoft.Network/connections")[].properties | [.connectionType, .ipsecPolicies]] | unique
      == [["IPsec", [{ikeEncryption: "GCMAES256", ikeIntegrity: "SHA384", dhGroup: "ECP384", ipsecEncryption: "GCMAES256", ipsecIntegrity: "GCMAES256",
        pfsGroup: "ECP384", saLifeTimeSeconds: 3600, saDataSizeKilobytes: 102400000}]]]),
  holds("the VPN gateway has two addresses and its own subnet";
    $full | one("Microsoft.Network/virtualNetworkGateways").properties.ipConfigurations
      | [.[].properties.publicIPAddress.id] | unique | length == 2),
  holds("the logs of everything go to one workspace";
    $full | [of("Microsoft.Insights/diagnosticSettings")[].properties.workspaceId | is_output("monitoring"; "workspaceId")] == [true, true, true, true]),

  # GitHub's workflows
  holds("a workflow is let in by its repository, and by environment or pull request";
    $github | [of("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials")[] | [.name, .properties.issuer, .properties.subject, .properties.audiences]]
      == [["nvdemo-github-deploy/github", "https://token.actions.githubusercontent.com", "repo:example/nv-demo:environment:production", ["api://AzureADTokenExchange"]],
        ["nvdemo-github-plan/github", "https://token.actions.githubusercontent.com", "repo:example/nv-demo:pull_request", ["api://AzureADTokenExchange"]]]),
  holds("pull requests read and ask, and nothing else";
    $github | one("Microsoft.Authorization/roleDefinitions") as $asking
      | ($asking.properties.permissions == [{actions: ["Microsoft.Resources/deployments/read", "Microsoft.Resources/deployments/validate/action",
          "Microsoft.Resources/deployments/whatIf/action"]}])
        and ([of("Microsoft.Authorization/roleAssignments")[].properties | select(.principalId | contains("github-plan")) | .roleDefinitionId | split("/")[-1]]
          == ["acdd72a7-3385-48ef-bd42-f606fba81ae7", $asking.name])),
  holds("the workflow that deploys grants only the roles that main.bicep gives";
    ([$full[0].predictedResources[] | select(.type == "Microsoft.Authorization/roleAssignments") | .properties.roleDefinitionId | split("/")[-1]] | unique) as $given
    | $github | [of("Microsoft.Authorization/roleAssignments")[].properties | select(.principalId | contains("github-deploy"))]
      | ([.[].roleDefinitionId | split("/")[-1]] == ["b24988ac-6180-42a0-ab88-20f7382dd24c", "f58310d9-a9f6-439a-9e8d-f62e7b41a168"])
        and (.[1] | .conditionVersion == "2.0" and ([.condition | scan("GuidEquals \\{([^}]*)\\}") | .[0] | split(", ") | sort] == [$given, $given])
          and ([.condition | scan("PrincipalType\\] ForAnyOfAnyValues:StringEqualsIgnoreCase \\{'ServicePrincipal'\\}")] | length == 2))),

  # Secrets
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
