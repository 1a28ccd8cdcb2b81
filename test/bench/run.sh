#!/usr/bin/env bash
# Holds our speed against the targets. Programs are built with g++ -O2 for the machine's baseline instruction set, as a distribution would.
#
#   test/bench/run.sh              runs every benchmark and prints times and ratios
#   test/bench/run.sh --check      prints name, ratio, target, PASS or MISS; exits 1 on a MISS
#   test/bench/run.sh --compile    the compile-time targets of test/bench/compile_time.txt, in the same form
#   test/bench/run.sh ... NAME...  only these benchmarks
#
# Benchmarks over the corpus of profiles find its path in PARLEY_CORPUS; it is generated once, into build/, by the kit in ../shared/bench.
# Without the kit PARLEY_CORPUS is not set, and they say that they are skipped. The data of
# the catalogue's is made once, into build/ too.
#
# The client beside its peers, where the kit of ../shared/bench and what it measures are present (PEERS_DIR, see its README): the benchmark itself is one
# of the kit's clients.
#   ln -sf "$PWD/build/bench/test/bench/client" "$PEERS_DIR/bin/client_parley"
#   python3 ../shared/bench/client/run.py --group limits,node,peers,calls --modes s,c,e
#
# On a shared machine, run this with nothing beside it.
set -euo pipefail
shopt -s nullglob
cd "$(dirname "$0")/../.."

check= compile= names=()
for argument; do
  case $argument in
    --check) check=--check ;;
    --compile) compile=1 ;;
    --*) echo "unknown argument: $argument" >&2; exit 2 ;;
    *) names+=("$argument") ;;
  esac
done

. cmake/debian.sh
# shellcheck disable=SC2086
need $needed_to_build postgresql

output=$(mktemp)
trap 'rm -f "$output"' EXIT
failed=0
if [ -n "$compile" ]; then
  python3 -B test/bench/compile_time.py test/bench/compile_time.txt "${names[@]}" | tee "$output" || failed=1
  check=--check
else
  cmake --preset bench >/dev/null
  cmake --build --preset bench -- --quiet

  generator=../shared/bench/gen/gen_profiles.py
  if [ -z "${PARLEY_CORPUS:-}" ] && [ -f "$generator" ]; then
    export PARLEY_CORPUS=$PWD/build/corpus/profiles.ndjson
    mkdir -p build/corpus
    [ -s "$PARLEY_CORPUS" ] || python3 "$generator" "$PARLEY_CORPUS" 100000 >/dev/null
  fi

  for source in test/bench/*.cpp; do
    name=$(basename "$source" .cpp)
    [ ${#names[@]} = 0 ] || [[ " ${names[*]} " == *" $name "* ]] || continue
    "build/bench/test/bench/$name" $check | tee -a "$output" || failed=1
  done
fi

[ -n "$check" ] || exit $failed
echo
awk '$1 == "BENCH" { found++; missed += $6 != "PASS"; printf "%-52s %8s %s %-8s %s\n", $2, $3, $5, $4, $6 }
     END { if (!found) print "no benchmark was found"; exit !found || missed }' "$output" || failed=1
exit $failed
