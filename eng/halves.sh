#!/usr/bin/env bash
# Shows that a cloud is deleted by deleting its folders: what is left builds, passes its tests and runs.
set -euo pipefail
export UseSharedCompilation=false MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# The same sources as in the whole build, which analyzes them.
export RunAnalyzers=false
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

clone=
leave() {
  if [[ $clone ]]; then
    "$clone/nv" down >/dev/null 2>&1 || true
    rm -rf -- "$clone"
  fi
}
trap leave EXIT

# Makes a clone without the folders of a cloud, which README.md lists.
delete() {
  local folders
  read -ra folders < <(sed -n "s/^| $1 | \(\`.*\`\) | .*/\1/p" README.md | tr -d '`')
  printf '\n-- without %s: %s\n' "$1" "${folders[*]}"
  clone=$(mktemp -d)
  git clone -q . "$clone"
  git -C "$clone" rm -rq -- "${folders[@]}"
  mkdir "$clone/.nv"
  ln -s "$PWD/.nv/tools" "$clone/.nv/tools"
}

# As somebody builds it who opens one project, or func start: it finds out by itself what the registry lacks.
build_host() { dotnet build "$clone/$1" -c Release -v quiet -clp:NoSummary; }

# What has no cloud, but for what takes long, and the contract of the host that is left, which goes through every adapter.
run_tests() {
  "$clone/nv" test --filter "FullyQualifiedName~NvDemo.Tests.Core&FullyQualifiedName!~Convergence&FullyQualifiedName!~Reconciliation\
|FullyQualifiedName~Architecture|FullyQualifiedName~$1"
}

run_cloud() {
  local url=http://127.0.0.1:$2 curl=(curl -sS --fail-with-body -u nvclient:mysecretkey)
  "$clone/nv" up "--$1-only" --detach
  echo hello >"$clone/foo"
  "${curl[@]}" -T "$clone/foo" "$url/api/upload/foo"
  [[ $("${curl[@]}" "$url/api/list" | jq -r '.[].prefix_path') == foo ]]
  [[ $("${curl[@]}" "$url/foo") == hello ]]
  "$clone/nv" down
}

delete Azure
build_host adapters/NvDemo.Lambda
run_tests AwsHostTests
run_cloud aws 7072
rm -rf -- "$clone"

delete AWS
build_host functions/NvDemo.Functions
run_tests AzureHostTests
run_cloud azure 7071
