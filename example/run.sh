#!/usr/bin/env bash
# Builds the tour and starts it with the arguments given; installs what is missing first.
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)

. "$source/cmake/debian.sh"
# shellcheck disable=SC2086
need $needed_to_build

started=$SECONDS
log=$(mktemp)
trap 'rm -f "$log"' EXIT
(cd "$source" && cmake --preset example && cmake --build --preset example) >"$log" 2>&1 || { cat "$log"; exit 1; }
echo "built in $((SECONDS - started)) s"
"$source/build/example/example/tour" "$@"
