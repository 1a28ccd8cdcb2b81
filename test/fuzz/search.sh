#!/bin/sh
# Searches for crashes with one libFuzzer target: search.sh PROGRAM FOUND CRASHERS CORPUS..., for PARLEY_FUZZ_SECONDS (60) seconds.
# What crashes is written to CRASHERS, from where every later test run replays it.
set -eu
program=$1 found=$2 crashers=$3
shift 3
mkdir -p "$found" "$crashers"
trap 'rmdir "$crashers" 2>/dev/null || true' EXIT
"$program" -max_total_time="${PARLEY_FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
  -print_final_stats=1 -artifact_prefix="$crashers/" "$found" "$crashers" "$@"
