# shellcheck shell=bash
# The command of nv that makes what is deployed; read by nv.

packages=$root/artifacts/packages

# glibc of Amazon Linux 2023, the system of provided.al2023.
lambda_glibc=2.34

# Deployments run on the vendors' own packages; says which ones this machine's registry lacks.
require_official_packages() {
  local log=$logs/official.log missing packages failed=''
  mkdir -p "$logs"
  : >"$log"
  say "Restoring the vendors' packages"
  for packages; do
    run dotnet restore "$root/eng/StandIns.proj" -p:IsStandInsProbe=true -p:Packages="$packages" -nologo >>"$log" 2>&1 ||
      failed=1
  done
  [[ $failed ]] || return 0
  missing=$(grep -oE 'Unable to find (a stable )?package [A-Za-z0-9.]*[A-Za-z0-9]' "$log" | awk '{print "  " $NF}' | sort -u)
  if [[ $missing ]]; then
    die "This package registry lacks packages that deployments run on:
$missing
Package on a machine that reaches the public NuGet registry, such as those of GitHub Actions; $log has the whole output."
  fi
  cat -- "$log" >&2
  die "The vendors' packages can't be restored."
}

# In a folder of their own: what is built beside them may be built on stand-ins.
official=(AmazonLambdaPackages=official SecretsManagerPackage=official "ArtifactsPath=$root/artifacts/official")

publish_official() {
  local what=$1 project=$2
  shift 2
  quietly "package-${project##*/}" "$what" env "${official[@]}" dotnet publish "$root/$project" -c Release -p:BrowserRequired=true -v quiet -clp:NoSummary "$@" ||
    die "Publishing $project failed."
}

# With it the connection strings of terraform/database.tf verify the database server, on both clouds.
add_ca_bundle() {
  local source=https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
  has curl || install_packages curl
  quietly ca-bundle "Fetching the CA bundle of Amazon RDS" \
    curl --fail --silent --show-error --retry 3 --output "$1/global-bundle.pem" "$source" || die "$source can't be fetched."
}

# zip keeps the executable bit, which the Lambda runtime needs; files in the same order and with the same time make the same archive.
make_zip() {
  local folder=$1 archive=$2
  has zip || install_packages zip
  rm -f -- "$archive"
  find "$folder" -exec touch -d '2000-01-01T00:00:00Z' {} +
  (cd -- "$folder" && find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -@ "$archive")
  say "Made ${archive#"$root"/} ($(du -h "$archive" | cut -f1))."
}

# The executable runs on the system of provided.al2023 only if it asks for nothing newer.
check_executable() {
  local executable=$1 runtime=$2 newest
  local -A machines=([linux-x64]=X86-64 [linux-arm64]=AArch64)
  has readelf || install_packages binutils
  [[ $(LC_ALL=C readelf -h "$executable") == *Machine:*"${machines[$runtime]}"* ]] || die "The executable is not one for $runtime."
  newest=$(readelf -V "$executable" | grep -oE 'GLIBC_[0-9.]+' | cut -d_ -f2 | sort -uV | tail -n 1)
  if [[ $(printf '%s\n%s\n' "$newest" "$lambda_glibc" | sort -V | tail -n 1) != "$lambda_glibc" ]]; then
    die "The executable needs glibc $newest, and provided.al2023 has $lambda_glibc: package on an older system, such as Amazon Linux 2023."
  fi
}

# Without an architecture for the one that terraform/variables.tf has by default.
package_aws() {
  local runtime out=$packages/aws
  runtime=$(runtime "${1:-arm64}")
  require_official_packages AmazonLambdaPackages SecretsManagerPackage
  install_linker "$runtime"
  rm -rf -- "$out"
  publish_official "Publishing the Lambda functions with Native AOT for $runtime" adapters/NvDemo.Lambda -r "$runtime" -p:PublishAot=true -warnaserror "${cross[@]}" -o "$out/publish"
  check_executable "$out/publish/NvDemo.Lambda" "$runtime"
  mkdir -p "$out/zip"
  cp -- "$out/publish/NvDemo.Lambda" "$out/zip/bootstrap"
  add_ca_bundle "$out/zip"
  make_zip "$out/zip" "$packages/nvdemo-aws-$runtime.zip"
}

package_azure() {
  local out=$packages/azure
  require_official_packages SecretsManagerPackage
  rm -rf -- "$out"
  publish_official "Publishing the Functions app" functions/NvDemo.Functions -r linux-x64 -o "$out"
  add_ca_bundle "$out"
  make_zip "$out" "$packages/nvdemo-azure.zip"
}

package() {
  install_dotnet
  case ${1-} in
    aws | azure)
      require_cloud "$1" "package $1"
      "package_$1" "${@:2}"
      ;;
    *) misuse "package: aws [x64|arm64], or azure" ;;
  esac
}
