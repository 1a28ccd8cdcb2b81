# Sourced by the run.sh scripts: need PACKAGE... installs those Debian packages that are missing, asking for nothing.
need() {
  command -v dpkg-query >/dev/null || return 0
  missing=
  for package; do
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
      *"ok installed") ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  as_root=
  [ "$(id -u)" = 0 ] || as_root=sudo
  echo "installing:$missing"
  $as_root apt-get -qq update
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing >/dev/null
}

needed_to_build="g++ cmake ninja-build ccache mold python3-minimal libpython3-stdlib
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libboost-test1.81-dev libssl-dev libsodium-dev libcli11-dev
  libsoci-dev libsqlite3-dev libpq-dev"
