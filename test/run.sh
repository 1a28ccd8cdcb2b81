#!/usr/bin/env bash
# Builds and runs the tests; installs what is missing first.
#
#   test/run.sh                fast tier: everything but what the next lines add
#   test/run.sh --ci           adds the label example, and that each header compiles alone, but those in detail/
#   test/run.sh --full         adds the labels example, faults, catalog_faults, integration and slow, the test programs under ASan+UBSan (g++,
#                              clang) and TSan (clang), what must not compile with clang, and each header alone, those in detail/ too, and each file of bodies
#   test/run.sh --full --within=MINUTES  the same; compilers with sanitizers that would not be done by then are left out, and named as skipped
#   test/run.sh --fuzz         adds a search of PARLEY_FUZZ_SECONDS (60) seconds with each fuzz target
#   test/run.sh --LABEL...     only the entries with these labels: unit conformance property law compile_fail house consume example doc
#                              fuzz_replay faults catalog_faults integration slow
#
# Ends with the line "N passed, M failed, K skipped"; exits 1 when something failed or nothing was found.
set -uo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS

full= ci= fuzz= headers=none labels= within=
for argument; do
  case $argument in
    --full) full=1 headers=all ;;
    --ci) ci=1 headers=public ;;
    --fuzz) fuzz=1 ;;
    --within=*) within=${argument#*=} ;;
    --help) sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    --*) labels="${labels:+$labels|}${argument#--}" ;;
    *) echo "unknown argument: $argument (see --help)" >&2; exit 2 ;;
  esac
done

. cmake/debian.sh
# shellcheck disable=SC2086
need $needed_to_build asciidoctor doxygen strace postgresql || exit 1
[ -z "$full" ] && [[ $labels != *integration* ]] || need nginx tinyproxy-bin || exit 1
[ -z "$full$fuzz" ] || need clang-14 libclang-rt-14-dev llvm-14 || exit 1

jobs=${PARLEY_JOBS:-$(nproc)}
quiet=
[ -t 1 ] || quiet=--quiet
export CTEST_PARALLEL_LEVEL=$jobs
export UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=second_deadlock_stack=1 LSAN_OPTIONS=suppressions=$PWD/test/leaks.txt
rm -rf build/results
mkdir -p build/results

# step PRESET TARGETS SELECTION...: configures and builds a preset, then runs the selected CTest entries. What does not build is left to
# CTest, where its entries fail one by one.
step() {
  preset=$1 targets=$2
  shift 2
  echo "== $preset"
  cmake --preset "$preset" -DPARLEY_HEADERS="$headers" >"build/results/$preset.log" 2>&1 || { cat "build/results/$preset.log"; echo "$preset: configure" >>build/results/broken; return; }
  # shellcheck disable=SC2086
  cmake --build "build/$preset" -j "$jobs" --target $targets -- -k 0 $quiet || echo "$preset: build" >>build/results/broken
  $launcher ctest --test-dir "build/$preset" --output-on-failure --output-junit "$PWD/build/results/$preset.xml" "$@" | tee -a "build/results/$preset.log" |
    grep -vE '^ +Start +[0-9]+:'
  echo "== $preset took until $((SECONDS - started)) s"
}
launcher=

if [[ $labels =~ ^((unit|conformance|property|law|fuzz_replay|faults|catalog_faults)(\||$))+$ ]]; then
  step dev test_programs -L "^($labels)\$"
elif [ -n "$labels" ]; then
  step dev "all headers slow_programs" -L "^($labels)\$"
elif [ -n "$full" ]; then
  step dev "all headers slow_programs"
elif [ -n "$ci" ]; then
  step dev "all headers" -LE '^(faults|catalog_faults|integration|slow)$'
else
  step dev test_programs -LE '^(example|faults|catalog_faults|integration|slow)$'
fi

# sanitize PRESET SELECTION...: a step that is left out where time is too short for it. None has taken longer than the first, with g++ alone.
sanitize() {
  if [ -n "$within" ] && [ $((SECONDS - started + first)) -gt $((within * 60)) ]; then
    echo "$1: $within minutes are too short for it" | tee -a build/results/left_out
  else
    step "$1" test_programs "${@:2}"
  fi
}
if [ -n "$full" ]; then
  first=$((SECONDS - started))
  sanitize gcc-asan -L '^program$'
  sanitize clang-asan -L '^(program|compile_fail)$'
  # ThreadSanitizer needs the address space that randomisation may occupy.
  setarch -R true 2>/dev/null && launcher="setarch -R"
  sanitize clang-tsan -L '^program$'
  launcher=
fi
[ -z "$fuzz" ] || step fuzz "fuzzers" -L '^fuzz_search$'

grep -ho 'FAULTS: [^<]*' build/results/*.xml || true
python3 test/summary.py $((SECONDS - started)) build/results
