#!/usr/bin/env bash
# Runs one test program: test-project.sh NAME fast|full RESULTS. Writes RESULTS/NAME.counts: "passed failed skipped".
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
# shellcheck source=eng/common.sh
. eng/common.sh

name="$1" lane="$2" results="$3"
program="tests/$name.Tests/bin/$configuration/net10.0/Talentys.$name.Tests.dll"
report="$results/$name.xml"
log="$results/$name.log"

# seconds for the whole program
limit=900
filter=(--filter-not-trait Lane=full)
if [ "$lane" = full ]; then
    limit=7200
    filter=()
fi

run=()
if command -v timeout >/dev/null; then
    run=(timeout --kill-after=20 "$limit")
fi

started=$SECONDS
code=0
${run[@]+"${run[@]}"} dotnet "$program" --results-directory "$results" \
    --report-xunit-xml --report-xunit-xml-filename "$name.xml" \
    --progress off --no-ansi --show-test-results failed ${filter[@]+"${filter[@]}"} \
    >"$log" 2>&1 </dev/null || code=$?

count() {
    local value
    value="$(sed -n "s/.*<assembly [^>]*[[:space:]]$1=\"\([0-9][0-9]*\)\".*/\1/p" "$report" 2>/dev/null | head -n 1)"
    echo "${value:-0}"
}

passed="$(count passed)" failed="$(count failed)" errors="$(count errors)"
skipped=$(($(count skipped) + $(count not-run)))
failed=$((failed + errors))
reason=
if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
    reason="did not end within $limit s"
elif [ ! -s "$report" ]; then
    reason="crashed with code $code and left no report"
elif [ $((passed + failed)) -eq 0 ]; then
    reason="ran no test"
elif [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
    reason="ended with code $code though no test failed"
fi
[ -z "$reason" ] || failed=$((failed + 1))

# one write, so that programs that end together do not mix their lines
output="$(
    printf '%-14s %4d passed, %d failed, %d skipped, %d s' "$name" "$passed" "$failed" "$skipped" $((SECONDS - started))
    [ -z "$reason" ] || printf '\n  %s %s' "$name" "$reason"
    if [ "$failed" -gt 0 ]; then
        printf '\n'
        # the runner's own words on each failed test, without its header and summary
        sed -e '/^Test run summary/,$d' "$log" | tail -n 200 | sed 's/^/  /'
        [ -z "$reason" ] || tail -n 30 "$log" | sed 's/^/  /'
    fi
)"
printf '%s\n' "$output"
printf '%d %d %d\n' "$passed" "$failed" "$skipped" >"$results/$name.counts"
[ "$failed" -eq 0 ]
