#!/usr/bin/env bash
# What a stranger does in the first hour: installs the library as the README says, and builds and runs the programs of the README, the
# tutorials and 3_extend, in their order, against what was installed.
#
#   doc/walk.sh [FOLDER]    FOLDER is left behind for a look; without one everything goes to a temporary folder
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
if [ $# -gt 0 ]; then
  mkdir -p "$1" && work=$(cd "$1" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
readme=$source/README.md

# blocks LANGUAGE: the fenced blocks of the README in a language.
blocks() { awk -v fence="\`\`\`$1" '$0 == fence { inside = 1; next } /^```$/ { inside = 0 } inside' "$readme"; }


echo "== install"
install=$(blocks sh | grep -- '--install') || { echo "the README does not say how to install" >&2; exit 1; }
install=${install//sudo /}
install=${install/cmake -B build/cmake -S \"$source\" -B \"$work/build\"}
install=${install/--install build/--install \"$work/build\" --prefix \"$work/prefix\"}
eval "$install" >"$work/install.log" 2>&1 || { cat "$work/install.log" >&2; exit 1; }

echo "== the README's lines stand in the programs"
blocks cpp | sed 's/^ *//' >"$work/readme.txt"
cat "$source"/example/{1_tutorial,tour}/*.cpp | sed 's/^ *//' >"$work/tutorials.txt" # the tour runs by example/run.sh
while IFS= read -r line; do
  grep -qxF -- "$line" "$work/tutorials.txt" || { echo "in no tutorial and not in the tour: $line" >&2; exit 1; }
done <"$work/readme.txt"

# The README's own lines for CMake, once for each program; what a program includes says which component it links.
project=$work/project
mkdir -p "$project"
{
  echo 'cmake_minimum_required(VERSION 3.25)'
  echo 'project(walk LANGUAGES CXX)'
  blocks cmake | grep '^find_package' | sed 's/COMPONENTS client/COMPONENTS client profile_client/'
  echo "add_library(sandbox STATIC \"$source/example/sandbox/local.cpp\")"
  echo "target_include_directories(sandbox PUBLIC \"$source/example\")"
  echo 'target_link_libraries(sandbox PUBLIC parley::client)'
} >"$project/CMakeLists.txt"
programs=()
for program in "$source"/example/1_tutorial/*.cpp "$source"/example/3_extend/*.cpp; do
  name=$(basename "$program" .cpp)
  programs+=("$name")
  mkdir -p "$project/$name"
  cp "$program" "$project/$name/main.cpp"
  component=client
  grep -q '<parley/\(profile\|openhands\)' "$program" && component=profile_client
  { blocks cmake | grep -v '^find_package' | sed "s/consumer/$name/g; s#main.cpp#$name/main.cpp#; s/parley::client/parley::$component/"
    grep -q '<sandbox/' "$program" && echo "target_link_libraries($name PRIVATE sandbox)"; true; } >>"$project/CMakeLists.txt"
done

echo "== build"
cmake -S "$project" -B "$work/programs" -DCMAKE_PREFIX_PATH="$work/prefix" ${WALK_CMAKE_FLAGS:-} >"$work/configure.log" 2>&1 || { cat "$work/configure.log" >&2; exit 1; }
cmake --build "$work/programs" -j "${PARLEY_JOBS:-$(nproc)}" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }

for name in "${programs[@]}"; do
  echo "== $name"
  (cd "$project/$name" && "$work/programs/$name")
done
echo "walked through ${#programs[@]} programs in $SECONDS s"
