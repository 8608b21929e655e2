# shellcheck shell=bash
# The commands of nv that deploy what package has made, and take it back; read by nv. Each command is shown before it runs, and what would
# change before it changes. All of them can be repeated: what is there already stays. docs/deploying-aws.md and docs/deploying-azure.md
# do the same by hand, and say what has to be there before.

dry_run='' yes='' on_duty=''

# Shows a command and runs it.
step() {
  say "+ $(printf '%q ' "$@")"
  if [[ ! $dry_run ]]; then "$@"; fi
}

# What a command prints; in a dry run the text that stands for it.
value() {
  local placeholder=$1
  shift
  if [[ $dry_run ]]; then echo "$placeholder"; else "$@"; fi
}

# Ends what nobody agrees to.
agree() {
  local answer
  if [[ $dry_run || $yes ]]; then return; fi
  read -rp "$1 [y/N] " answer </dev/tty || die "Nobody is here to agree: --yes does."
  [[ $answer == [yY]* ]] || die "Nothing more was changed."
}

require() {
  local tool
  for tool; do
    if [[ ! $dry_run ]] && ! has "$tool"; then die "$tool is needed; install it and try again."; fi
  done
}

require_file() {
  if [[ ! $dry_run && ! -f $1 ]]; then die "There is no ${1#"$root"/}: $2"; fi
}

# Waits until /health says 200: what was just deployed may still start.
smoke_test() {
  local url=$1/health
  say "+ curl --fail-with-body $url"
  if [[ $dry_run ]]; then return; fi
  curl --fail-with-body -sS --retry 5 --retry-delay 3 --retry-all-errors "$url" >&2
}

# shellcheck source=eng/deploy-aws.sh
source "$root/eng/deploy-aws.sh"
# shellcheck source=eng/deploy-azure.sh
source "$root/eng/deploy-azure.sh"

# Both halves need values of the other: AWS first, then what that says to Azure, what Azure says to AWS, and at last the tunnels' keys, the
# certificate and the subscription, which need both.
deploy_all() {
  local group=$1
  require_file "$production" 'docs/deploying-azure.md, step 1, says what goes into it.'
  require az curl jq
  deploy_aws
  deploy_azure_templates "$group"
  tell_aws_of_azure "$group"
  deploy_aws_templates
  require_certificate "$group"
  deploy_azure_templates "$group"
  deploy_azure_package "$group"
  tell_aws_of_azure "$group" true
  deploy_aws_templates
  reconcile_aws
  smoke_test "$(value '<public url>' terraform_output url)"
  say "Both clouds serve. docs/deploying-aws.md, \"The drill\", shows that one serves on without the other."
}

deploy() {
  local arguments=() argument
  for argument; do
    case $argument in
      --dry-run) dry_run=1 ;;
      --yes) yes=1 ;;
      --on-duty) on_duty=1 ;;
      *) arguments+=("$argument") ;;
    esac
  done
  case ${arguments[*]-} in
    aws) deploy_aws ;;
    'azure '*) deploy_azure "${arguments[1]}" ;;
    'all '*) deploy_all "${arguments[1]}" ;;
    *) misuse "deploy: aws, azure RESOURCE_GROUP or all RESOURCE_GROUP; --dry-run only shows the commands, --yes asks nothing, --on-duty deploys to Azure even where it serves alone" ;;
  esac
}

rollback() {
  local arguments=() argument
  for argument; do
    case $argument in
      --dry-run) dry_run=1 ;;
      --yes) yes=1 ;;
      *) arguments+=("$argument") ;;
    esac
  done
  if [[ ${arguments[0]-} != aws ]] || ((${#arguments[@]} > 2)); then misuse "rollback: aws [VERSION]; --dry-run only shows the commands, --yes asks nothing"; fi
  rollback_aws "${arguments[1]-}"
}
