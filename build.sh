#!/usr/bin/env bash
# Everything there is to do with the sources. Each verb is a few lines here or a script in eng/.
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"
# shellcheck source=eng/common.sh
. eng/common.sh
# shellcheck source=eng/launch.sh
. eng/launch.sh

usage() {
    cat <<'TEXT'
usage: ./build.sh VERB

  restore              get the packages
  build                build all, with warnings as errors
  test [OPTIONS]       install the servers they need where missing, build and run the tests: the fast lane
       --full          also the long crash, load and property tests
       --project NAME  only that project, for example Lake
  lint                 formatting, style, scripts, generated documents, architecture
  update               rewrite the generated documents and lower the ratchets
  ratchet              lower the ratchets only
  bench [ARGS]         run the benchmarks
  publish [RID]        a program that needs no SDK, in artifacts/ (default: this machine)
  new-module NAME      a new module with its tests, wired and building
  migration NAME       a new step of the metadata database, for SQLite and PostgreSQL
TEXT
}

restore() {
    local locked=()
    if [ "${CI:-}" = true ] && [ -f src/Host/packages.lock.json ]; then
        locked=(--locked-mode)
    fi
    dotnet restore "$solution" -v quiet -nologo ${locked[@]+"${locked[@]}"}
}

build_all() {
    restore
    with_build_lock stamped dotnet_build "$solution" --no-restore
}

rewrite_generated() {
    restore # the packages of all projects are listed
    TALENTYS_UPDATE="$1" eng/test.sh --project Architecture
}

bench() {
    local project=benchmarks/Talentys.Benchmarks.csproj
    [ -f "$project" ] || die "There are no benchmarks yet: $project is missing."
    with_build_lock dotnet_build "$project"
    dotnet run --project "$project" -c "$configuration" --no-build -- "$@"
}

verb="${1:-help}"
[ $# -eq 0 ] || shift
case "$verb" in
    help | -h | --help) ;;
    *) need_sdk ;;
esac

case "$verb" in
    help | -h | --help) usage ;;
    restore) restore ;;
    build) build_all ;;
    test) eng/servers.sh && build_all && exec eng/test.sh --no-build "$@" ;;
    lint) exec eng/lint.sh "$@" ;;
    update) rewrite_generated all ;;
    ratchet) rewrite_generated ratchets ;;
    bench) bench "$@" ;;
    publish) exec eng/publish.sh "$@" ;;
    new-module) exec eng/new-module.sh "$@" ;;
    migration) exec src/Host/Migrations/add.sh "$@" ;;
    *)
        usage >&2
        exit 2
        ;;
esac
