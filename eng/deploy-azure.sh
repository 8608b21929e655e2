# shellcheck shell=bash
# The Azure half of deploy; read by eng/deploy.sh.

production=$root/bicep/production.bicepparam
deployment=(az deployment group)

# Written for Terraform, which reads it by itself from then on: what Azure's half is. Git ignores it.
azure_variables=$root/terraform/azure.auto.tfvars.json

azure_output() {
  local group=$1 name=$2
  value "<$name>" "${deployment[@]}" show -g "$group" -n nvdemo --query "properties.outputs.$name.value" -o tsv
}

# The value of a parameter that is a plain text in production.bicepparam.
production_text() { sed -n "s/^param $1 = '\(.*\)'/\1/p" "$production" 2>/dev/null || true; }

# What Terraform knows, where it has been applied; an empty object where it has not, or is not there. The role has its name already before
# Azure's identity, whose it is, is known.
aws_settings() {
  local settings role
  if ! has terraform || ! settings=$(terraform_json azure_settings 2>/dev/null); then
    say "Terraform says nothing of AWS: the values of ${production#"$root"/} stand."
    echo '{}'
    return
  fi
  role=arn:aws:iam::$(aws sts get-caller-identity --query Account --output text):role/$(terraform_variable name)-azure
  jq -c --arg role "$role" '{Nv__Azure__RoleArn: $role} + .' <<<"$settings"
}

# Front Door takes the certificate from the vault, which the first deployment makes. A name that it has already stays: who deploys now may not
# be let into the vault, as a workflow is not, and without the certificate the name would be taken away.
has_certificate() {
  local vault
  [[ ! $("${deployment[@]}" show -g "$1" -n nvdemo --query properties.parameters.certificateName.value -o tsv 2>/dev/null) ]] || return 0
  vault=$("${deployment[@]}" show -g "$1" -n nvdemo --query properties.outputs.tlsVaultName.value -o tsv 2>/dev/null) &&
    az keyvault certificate show --vault-name "$vault" -n "$(production_text certificateName)" -o none 2>/dev/null
}

# The tunnels' keys by their addresses: AWS keeps those of a connection in one secret.
vpn_keys() {
  local address secret number
  jq -r '.[] | [.gateway_ip, .key_secret, .key_number] | @tsv' <<<"$1" | while IFS=$'\t' read -r address secret number; do
    aws secretsmanager get-secret-value --secret-id "$secret" --query SecretString --output text </dev/null |
      jq --arg address "$address" --argjson number "$number" '{($address): (.[$address] // (to_entries | sort_by(.key)[$number - 1].value))}'
  done | jq -s -c 'add // {}'
}

# The parameters of production.bicepparam, with Terraform's values in place of theirs: both clouds answer the same. The file has secrets.
azure_parameters() {
  local group=$1 settings tunnels='[]' keys='{}' certificate=false
  if has_certificate "$group"; then certificate=true; fi
  settings=$(aws_settings)
  if [[ $settings != '{}' ]]; then
    tunnels=$(terraform_json vpn | jq -c .tunnels)
    keys=$(vpn_keys "$tunnels")
    NV_REDIS=$(jq -r .Nv__Redis <<<"$settings")
    NV_VPN_KEYS=$keys
  fi
  NV_REDIS=${NV_REDIS-} NV_VPN_KEYS=${NV_VPN_KEYS-"{}"} az bicep build-params --file "$production" --stdout |
    jq --argjson settings "$settings" --argjson tunnels "$tunnels" --argjson certificate "$certificate" '
      def number: if . == null then null else tonumber end;
      .parametersJson | fromjson
      # What Terraform does not have is off on AWS.
      | if $settings != {} then del(.parameters.corsOrigins, .parameters.undelete) else . end
      | .parameters += ($settings | {
          awsRegion: .AWS_REGION, awsRoleArn: .Nv__Azure__RoleArn, deadLetterQueueUrl: .Nv__Azure__DeadLetterQueue, bucket: .Nv__Bucket,
          clientSecretName: .Nv__ClientSecret, corsOrigins: .Nv__CorsOrigins, database: .Nv__Database,
          databaseSecretName: .Nv__DatabaseSecret, inlineLimit: (.Nv__InlineLimit | number), presignSeconds: (.Nv__PresignSeconds | number),
          publicHost: (.Nv__PublicUrl // "" | ltrimstr("https://") | rtrimstr("/") | if . == "" then null else . end),
          reconcileHours: (.Nv__ReconcileHours | number), redisIamCache: .Nv__RedisIam__Cache, redisIamUser: .Nv__RedisIam__User,
          spoolLimit: (.Nv__SpoolLimit | number), topicArn: .Nv__TopicArn,
          undelete: (if .Nv__Undelete then true else null end)
        } | with_entries(select(.value != null) | .value = {value: .value}))
      | if $settings.Nv__DatabasePooler then
          .parameters.otherSettings.value += {Nv__DatabasePooler: $settings.Nv__DatabasePooler}
        else . end
      | if $settings != {} and .parameters.vpn.value then .parameters.vpn.value.awsAddresses = [$tunnels[].gateway_ip] else . end
      | if $certificate then . else .parameters.certificateName = {value: ""} end'
}

deploy_azure_templates() {
  local group=$1 parameters=$state/azure.parameters.json
  require_aws_on_duty
  mkdir -p "$state"
  # shellcheck disable=SC2064
  trap "rm -f -- '$parameters'" EXIT
  (umask 077 && : >"$parameters")
  value '{}' azure_parameters "$group" >"$parameters"
  step "${deployment[@]}" what-if -g "$group" -n nvdemo -f "$root/bicep/main.bicep" -p "@$parameters"
  agree "Deploy this to Azure?"
  step "${deployment[@]}" create -g "$group" -n nvdemo -f "$root/bicep/main.bicep" -p "@$parameters" -o none
  rm -f -- "$parameters"
}

# Clients get 503 from an app that restarts, as it does with new code and new settings; DNS must not send them there meanwhile.
require_aws_on_duty() {
  local host cloud
  if [[ $dry_run || $on_duty ]]; then return; fi
  host=$(production_text publicHost)
  cloud=$(curl -sS --max-time 10 -o /dev/null -D - "https://$host/health" 2>/dev/null | tr -d '\r' | sed -n 's/^x-nv-cloud: //ip' || true)
  if [[ $cloud == azure ]]; then die "Azure is on duty for $host: deploy when AWS is back, or with --on-duty at the cost of some 503."; fi
}

# The package before is kept, to be put in place again if the new one does not answer.
deploy_azure_package() {
  local group=$1 archive=$packages/nvdemo-azure.zip kept=$state/deployed/$1.zip app url address
  require_file "$archive" "$invoked_as package azure makes it."
  require_aws_on_duty
  app=$(azure_output "$group" appName)
  url=https://$(azure_output "$group" frontDoorHostName)
  address=$(value '<own address>' curl --fail -sS https://checkip.amazonaws.com)
  put_package "$group" "$app" "$address" "$archive"
  if smoke_test "$url"; then
    if [[ ! $dry_run ]]; then mkdir -p "${kept%/*}" && cp -- "$archive" "$kept"; fi
    return
  fi
  if [[ ! -f $kept ]]; then die "The app does not answer, and no package was deployed from here before: $url/health says why."; fi
  say "The app does not answer: the package before takes its place again."
  put_package "$group" "$app" "$address" "$kept"
  die "The new package was taken back."
}

put_package() {
  local group=$1 app=$2 address=$3 archive=$4
  step "$root/bicep/admit" "$group" "$app" "$address" \
    az functionapp deployment source config-zip -g "$group" -n "$app" --src "$archive"
}

# Bicep's outputs as Terraform's variable azure. Events that are delivered already go on being delivered, and a provider that somebody wrote
# into the file stays there.
tell_aws_of_azure() {
  local group=$1 subscribed=${2-} provider outputs
  provider=$(jq -r '.azure.provider_arn // empty' "$azure_variables" 2>/dev/null || true)
  if [[ ! $subscribed ]]; then subscribed=$(jq -r '.azure.webhook_subscribed // false' "$azure_variables" 2>/dev/null || echo false); fi
  outputs=$(value '{}' "${deployment[@]}" show -g "$group" -n nvdemo --query properties.outputs -o json)
  say "+ write ${azure_variables#"$root"/} (webhook_subscribed: $subscribed)"
  if [[ $dry_run ]]; then return; fi
  jq --argjson subscribed "$subscribed" --arg provider "$provider" --arg audience "$(production_text awsAudience)" '
    map_values(.value) | {azure: ({
      tenant_id: .tenantId, subject: .identityObjectId, audience: $audience, front_door_host: .frontDoorHostName,
      front_door_validation: .frontDoorDomainToken, webhook_url: .webhookUrl, webhook_subscribed: $subscribed,
      maximum_instances: .maximumInstances, always_ready: .alwaysReadyInstances,
      vpn: (if .vpnAddresses then {peer_ips: .vpnAddresses, asn: .vpnAsn, address_space: [.networkAddressSpace]} else null end)
    } + if $provider == "" then {} else {provider_arn: $provider} end)}' <<<"$outputs" >"$azure_variables"
}

# Nobody but its owner has it: docs/deploying-azure.md, step 4.
require_certificate() {
  local group=$1 vault certificate
  vault=$(azure_output "$group" tlsVaultName)
  certificate=$(value '<certificateName>' production_text certificateName)
  if [[ ! $certificate ]]; then
    say "No certificateName: Front Door answers under its own name only."
    return
  fi
  step az keyvault certificate show --vault-name "$vault" -n "$certificate" -o none ||
    die "Import the certificate and try again: az keyvault certificate import --vault-name $vault -n $certificate -f certificate.pfx"
}

deploy_azure() {
  local group=$1
  require az curl jq
  require_file "$production" 'docs/deploying-azure.md, step 1, says what goes into it.'
  deploy_azure_templates "$group"
  deploy_azure_package "$group"
  say "The schema: docs/deploying-azure.md, step 5. Nothing to do if AWS has migrated already."
}
