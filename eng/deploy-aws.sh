# shellcheck shell=bash
# The AWS half of deploy and rollback; read by eng/deploy.sh.

terraform=(terraform "-chdir=$root/terraform")
plan=$state/terraform.plan

terraform_output() { "${terraform[@]}" output -raw "$1"; }
terraform_json() { "${terraform[@]}" output -json "$1"; }
terraform_variable() { echo "var.$1" | "${terraform[@]}" console | tr -d '"'; }

# The prefix of everything on AWS.
aws_name() { value '<name>' terraform_variable name; }

# Terraform and the package must be for the same processor; the file's name says which one it is for.
aws_package() {
  local runtime archive
  case $(value arm64 terraform_variable architecture) in
    arm64) runtime=linux-arm64 ;;
    *) runtime=linux-x64 ;;
  esac
  archive=$packages/nvdemo-aws-$runtime.zip
  require_file "$archive" "$invoked_as package aws ${runtime#linux-} makes it, for the processor that Terraform's architecture says."
  echo "$archive"
}

# What is applied is what was shown.
apply() {
  local archive
  archive=$(aws_package)
  mkdir -p "$state"
  step "${terraform[@]}" plan -input=false -var "package=$archive" -out="$plan" "$@"
  agree "Apply this to AWS?"
  step "${terraform[@]}" apply -input=false "$plan"
  rm -f -- "$plan"
}

# A function that fails is a success to the command that invokes it.
invoke_aws() {
  local answer=$logs/$1.json payload=$2 name outcome
  name=$(aws_name)
  mkdir -p "$logs"
  outcome=$(step aws lambda invoke --function-name "$name-$1:live" --cli-read-timeout 900 --cli-binary-format raw-in-base64-out \
    --payload "$payload" "$answer")
  if [[ $dry_run ]]; then return; fi
  cat -- "$answer" >&2
  if [[ $(jq -r .FunctionError <<<"$outcome") != null ]]; then die "$1 failed; nothing after it was done."; fi
}

reconcile_aws() { invoke_aws reconcile '{"full":true}'; }

# The versions that api, authorizer and health serve change by CodeDeploy, which tries them first and takes them back by itself. One that
# serves already, as after the first deployment, is left alone.
shift_traffic() {
  local deployments application hook group function alias new old content id ids=()
  deployments=$(value '{"application":"<application>","hook":"<hook>","functions":{"api":{"group":"<group>","function":"<function>","alias":"live","version":"<new>"}}}' \
    terraform_json deployments)
  application=$(jq -r .application <<<"$deployments") hook=$(jq -r .hook <<<"$deployments")
  while IFS=$'\t' read -r group function alias new <&3; do
    old=$(value '<old>' aws lambda get-alias --function-name "$function" --name "$alias" --query FunctionVersion --output text)
    if [[ $old == "$new" ]]; then
      say "$function serves version $new already."
      continue
    fi
    # By hand: jq would write version 0.0 as 0.
    printf -v content '{"version":0.0,"Resources":[{"%s":{"Type":"AWS::Lambda::Function","Properties":{"Name":"%s","Alias":"%s","CurrentVersion":"%s","TargetVersion":"%s"}}}],"Hooks":[{"BeforeAllowTraffic":"%s"}]}' \
      "$group" "$function" "$alias" "$old" "$new" "$hook"
    id=$(step aws deploy create-deployment --application-name "$application" --deployment-group-name "$group" \
      --revision "$(jq -cn --arg content "$content" '{revisionType: "AppSpecContent", appSpecContent: {content: $content}}')" \
      --query deploymentId --output text)
    ids+=("${id:-<deployment>}")
  done 3< <(jq -r '.functions[] | [.group, .function, .alias, .version] | @tsv' <<<"$deployments")

  for id in "${ids[@]}"; do
    step aws deploy wait deployment-successful --deployment-id "$id" || take_back "${ids[@]}"
  done
  smoke_test "$(value '<url>' terraform_output aws_url)" || die "The new version does not answer: $invoked_as rollback aws"
}

take_back() {
  local id
  for id; do step aws deploy stop-deployment --deployment-id "$id" --auto-rollback-enabled || true; done
  die "A new version was taken back: aws deploy get-deployment --deployment-id $1 says why."
}

deploy_aws_templates() {
  apply
  shift_traffic
}

# The schema before the code: it is changed so that the old code goes on working with it.
deploy_aws() {
  require terraform aws jq curl
  step "${terraform[@]}" init -input=false
  apply -target=module.postgres_init
  invoke_aws postgres-init '{}'
  deploy_aws_templates
}

# The newest of the versions that are older than the one that serves.
version_before() {
  aws lambda list-versions-by-function --function-name "$1" --query 'Versions[].Version' --output json |
    jq -r --argjson current "$2" '[.[] | select(test("^[0-9]+$")) | tonumber | select(. < $current)] | max // empty'
}

# At once, for when it hurts: no canary.
rollback_aws() {
  local wanted=$1 deployments function alias current version
  require terraform aws jq curl
  deployments=$(value '{"functions":{"api":{"function":"<function>","alias":"live"}}}' terraform_json deployments)
  while IFS=$'\t' read -r function alias <&3; do
    current=$(value '<current>' aws lambda get-alias --function-name "$function" --name "$alias" --query FunctionVersion --output text)
    version=${wanted:-$(value '<version before>' version_before "$function" "$current")}
    if [[ ! $version ]]; then die "$function has no version before $current."; fi
    agree "$function from version $current to $version?"
    step aws lambda update-alias --function-name "$function" --name "$alias" --function-version "$version" \
      --routing-config AdditionalVersionWeights={}
  done 3< <(jq -r '.functions[] | [.function, .alias] | @tsv' <<<"$deployments")
  smoke_test "$(value '<url>' terraform_output aws_url)"
}
