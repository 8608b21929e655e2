# shellcheck shell=bash
# The command of nv that deploys what package has made; read by nv. Each command is shown before it runs: docs/deploying-aws.md and
# docs/deploying-azure.md say what has to be there before.

dry_run=

# Shows a command and runs it.
step() {
  say "+ $(printf '%q ' "$@")"
  if [[ ! $dry_run ]]; then "$@"; fi
}

# A value that a command prints; in a dry run the text that stands for it.
value() {
  local placeholder=$1
  shift
  if [[ $dry_run ]]; then echo "$placeholder"; else "$@"; fi
}

newest_package() {
  local archive
  archive=$(find "$packages" -maxdepth 1 -name "$1" 2>/dev/null | sort | tail -n 1)
  if [[ ! $archive && ! $dry_run ]]; then die "There is no package: $invoked_as package $2 makes it."; fi
  echo "${archive:-$packages/$1}"
}

require() {
  local tool
  for tool; do
    if [[ ! $dry_run ]] && ! has "$tool"; then die "$tool is needed; install it and try again."; fi
  done
}

terraform_name() { echo var.name | terraform "-chdir=$root/terraform" console | tr -d '"'; }

# A function that fails is a success to the command that invokes it.
migrate_aws() {
  local answer=$logs/postgres-init.json outcome
  mkdir -p "$logs"
  outcome=$(step aws lambda invoke --function-name "$1-postgres-init:live" --cli-read-timeout 900 "$answer")
  if [[ $dry_run ]]; then return; fi
  cat -- "$answer" >&2
  if [[ $(jq -r .FunctionError <<<"$outcome") != null ]]; then die "postgres-init failed; nothing else was deployed."; fi
}

# The schema before the code: it is changed so that the old code goes on working with it.
deploy_aws() {
  local archive name terraform=(terraform "-chdir=$root/terraform")
  require terraform aws jq curl
  archive=$(newest_package 'nvdemo-aws-*.zip' aws)
  step "${terraform[@]}" init -input=false
  step "${terraform[@]}" apply -var "package=$archive" -target=module.postgres_init
  name=$(value '<name>' terraform_name)
  migrate_aws "$name"
  step "${terraform[@]}" apply -var "package=$archive"
  step curl --fail-with-body -sS "$(value '<url>' "${terraform[@]}" output -raw url)/health"
}

deploy_azure() {
  local group=$1 archive app deployment=(az deployment group)
  require az curl
  archive=$(newest_package nvdemo-azure.zip azure)
  step "${deployment[@]}" create -g "$group" -n nvdemo -p "$root/bicep/production.bicepparam"
  app=$(value '<app>' "${deployment[@]}" show -g "$group" -n nvdemo --query properties.outputs.appName.value -o tsv)
  step az functionapp deployment source config-zip -g "$group" -n "$app" --src "$archive"
  say "The schema: docs/deploying-azure.md, step 5. Nothing to do if AWS has migrated already."
}

deploy() {
  local arguments=() argument
  for argument; do
    if [[ $argument == --dry-run ]]; then dry_run=1; else arguments+=("$argument"); fi
  done
  case ${arguments[*]-} in
    aws) deploy_aws ;;
    'azure '*) deploy_azure "${arguments[1]}" ;;
    *) die "deploy: aws, or azure RESOURCE_GROUP; --dry-run only shows the commands" ;;
  esac
}
