# shellcheck shell=bash
# The command of nv that looks at a deployment, or at the local clouds; read by nv. docs/operations.md says what it checks. Settings may
# hold passwords, so they go through pipes and never through arguments.

# The database's root certificate is beside the deployed executable, and not on this machine.
without_certificate='def without_certificate: sub("(^|; *)root certificate *=[^;]*"; ""; "i");'

# Every function's settings; Lambda itself sets the region.
deployment_of_aws() {
  local name=$1 function
  for function in api authorizer health index reconcile postgres-init; do
    aws lambda get-function-configuration --function-name "$name-$function:live" --output json
  done | jq -s --arg url "$2" --argjson queues "$3" "$without_certificate"'{
    cloud: "aws", url: $url, isPrivate: true, queues: ($queues | with_entries(select(.value != null))),
    settings: map({
      key: .Environment.Variables.NV_FUNCTION,
      value: (
        (.Environment.Variables | if .Nv__Database then .Nv__Database |= without_certificate else . end)
        + { AWS_REGION: (.FunctionArn | split(":")[3]) }
      )
    }) | from_entries
  }'
}

# What a reference to Key Vault stands for is for the app alone: it reads it at its start, and stops if it is malformed.
deployment_of_azure() {
  local group=$1 app=$2 host=$3
  az functionapp config appsettings list -g "$group" -n "$app" -o json | jq --arg url "https://$host" "$without_certificate"'{
    cloud: "azure", url: $url, isPrivate: true,
    settings: { app: map({
      key: .name,
      value: (
        if .name == "Nv__Redis" and (.value | startswith("@Microsoft.KeyVault(")) then "in-key-vault:6379"
        elif .name == "Nv__Database" then (.value | without_certificate)
        else .value end
      )
    }) | from_entries }
  }'
}

doctor_aws() {
  local terraform=(terraform "-chdir=$root/terraform") deployment
  require terraform aws jq
  deployment=$(deployment_of_aws "$(terraform_variable name)" "$("${terraform[@]}" output -raw aws_url)" "$("${terraform[@]}" output -json queues)")
  build_stack
  "$stack" doctor /dev/stdin <<<"$deployment"
}

doctor_azure() {
  local group=$1 outputs deployment
  require az jq
  outputs=$(az deployment group show -g "$group" -n nvdemo --query properties.outputs -o json)
  deployment=$(deployment_of_azure "$group" "$(jq -r .appName.value <<<"$outputs")" "$(jq -r .frontDoorHostName.value <<<"$outputs")")
  build_stack
  "$stack" doctor /dev/stdin <<<"$deployment"
}

doctor() {
  case $* in
    '')
      running >/dev/null || die "Nothing is running: start it with $invoked_as up, or name what to look at: doctor aws, azure RESOURCE_GROUP, env."
      exec "$stack" doctor "$state"/deployment-*.json
      ;;
    aws) doctor_aws ;;
    'azure '*) doctor_azure "$2" ;;
    env)
      build_stack
      exec "$stack" doctor
      ;;
    *) misuse "doctor: nothing for the local clouds, or aws, or azure RESOURCE_GROUP, or env" ;;
  esac
}
