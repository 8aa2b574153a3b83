#!/usr/bin/env bash
# Runs the test programs, a few at a time, and ends with one line: "N passed, N failed, N skipped".
# A program that crashes, hangs or runs no test counts as a failed test.
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
# shellcheck source=eng/common.sh
. eng/common.sh

lane=fast
only=
build=yes
while [ $# -gt 0 ]; do
    case "$1" in
        --full) lane=full ;;
        --project)
            [ $# -ge 2 ] || die "--project needs a name"
            only="$2"
            shift
            ;;
        --no-build) build=no ;;
        *) die "unknown option $1: --full, --project NAME" ;;
    esac
    shift
done

projects=()
for project in tests/*.Tests/*.csproj; do
    folder="${project%/*}"
    name="${folder#tests/}"
    name="${name%.Tests}"
    [ -z "$only" ] || [ "$only" = "$name" ] || [ "$only" = "$folder" ] || continue
    # a project without a test yet is not counted, one whose tests do not run is
    grep -rqE '\[(Fact|Theory)' "$folder" --include='*.cs' --exclude-dir=obj || continue
    projects+=("$name")
done
[ ${#projects[@]} -gt 0 ] || die "There is no test project named '$only'."

if [ "$build" = yes ]; then
    for name in "${projects[@]}"; do
        with_build_lock dotnet_build "tests/$name.Tests/Talentys.$name.Tests.csproj"
    done
fi

results="$artifacts/tests"
rm -rf "$results"
mkdir -p "$results"

# A program runs its own tests side by side, and some start servers and browsers: one for each two cores.
cores="$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)"
parallel=$((cores / 2 > 1 ? cores / 2 : 1))

started=$SECONDS
printf '%s\n' "${projects[@]}" | xargs -P "$parallel" -I{} eng/test-project.sh {} "$lane" "$results" || true

passed=0 failed=0 skipped=0
for name in "${projects[@]}"; do
    if [ -f "$results/$name.counts" ]; then
        read -r p f s <"$results/$name.counts"
    else
        p=0 f=1 s=0
        printf '%-14s was not run\n' "$name"
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

say "tests took $((SECONDS - started)) s, reports in artifacts/tests"
line="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
printf '%s\n' "$line"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
