#!/usr/bin/env bash
# The verbs of this repository: build, run FILE, test, bench, verify, docs, clean.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'EOT'
usage: ./build.sh VERB
  build             compile everything; the tool is out/semac.dll
  run FILE [ARGS]   compile a Sema program in memory and run it
  test              run the tests; the last line counts them
  bench [OPTIONS]   compare with the other implementations that are installed (bench --help)
  verify            check the IL of the example programs with the ilverify tool, if it is installed
  docs              write docs/builtins.md
  clean             remove what was built
EOT
}

# The tool is published ReadyToRun-compiled where the package for this machine can be had, else as plain IL.
build() {
  local rid
  rid=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)
  dotnet publish "$root/Compiler" -c Release -o "$root/out" -r "$rid" --self-contained false -p:PublishReadyToRun=true -v q --nologo >"$root/.build.log" 2>&1 ||
    dotnet publish "$root/Compiler" -c Release -o "$root/out" -v q --nologo || return
  rm -f "$root/.build.log"
}

case "${1:-}" in
  build) build ;;
  run)
    shift
    [ $# -gt 0 ] || { usage >&2; exit 64; }
    [ -f "$root/out/semac.dll" ] && [ -z "$(find "$root/Compiler" "$root/Runtime" -name '*.cs' -newer "$root/out/semac.dll" -not -path '*/obj/*' -print -quit)" ] || build
    file=$1
    shift
    exec dotnet "$root/out/semac.dll" run "$file" -- "$@"
    ;;
  test)
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    status=0
    dotnet test "$root/Tests" -c Release --nologo --logger "console;verbosity=normal" >"$log" 2>&1 || status=$?
    grep -vE '^ *Passed |^$' "$log" || true
    count() { grep -oE "^ *$1: *[0-9]+" "$log" | grep -oE '[0-9]+' | tail -n 1 || true; }
    passed=$(count Passed); failed=$(count Failed); skipped=$(count Skipped)
    echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
    exit "$status"
    ;;
  bench)
    shift
    build
    bench="$root/Tests/Benchmarks"
    dotnet build "$bench/Runner" -c Release -o "$root/.work/bench/runner" -v q --nologo >&2
    exec dotnet "$root/.work/bench/runner/bench.dll" --suite "$bench/Suite" --work "$root/.work/bench" --semac "$root/out/semac.dll" "$@"
    ;;
  verify)
    build
    command -v ilverify >/dev/null || { echo "ilverify is not installed: only the suite's own check runs (./build.sh test)"; exit 0; }
    dir=$(mktemp -d)
    trap 'rm -rf "$dir"' EXIT
    framework=$(dirname "$(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \([^ ]*\) \[\(.*\)\]/\2\/\1\/x/p' | tail -n 1)")
    for file in "$root"/examples/*.sema; do
      dotnet "$root/out/semac.dll" build "$file" -o "$dir/$(basename "$file" .sema).dll"
      ilverify "$dir/$(basename "$file" .sema).dll" -r "$framework/*.dll" -r "$dir/Sema.Runtime.dll"
    done
    ;;
  docs)
    build
    dotnet "$root/out/semac.dll" doc --markdown >"$root/docs/builtins.md"
    ;;
  clean) rm -rf "$root"/{out,.work} "$root"/{Compiler,Runtime,Tests,Tests/Benchmarks/*}/{bin,obj} ;;
  *) usage >&2; exit 64 ;;
esac
