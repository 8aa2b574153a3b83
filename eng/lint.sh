#!/usr/bin/env bash
# What can be told without running the product. Prints every fault, not only the first.
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
# shellcheck source=eng/common.sh
. eng/common.sh

faults=0
fault() {
    say "lint: $1"
    faults=$((faults + 1))
}

# files of the tree, also those not committed yet
files() { git ls-files --cached --others --exclude-standard -- "$@"; }

# --- layout; the style of .editorconfig is held by every build, as errors
dotnet format whitespace --folder . --verify-no-changes --exclude artifacts >&2 || fault "mend the layout with: dotnet format whitespace --folder ."
dotnet restore "$solution" -v quiet -nologo >&2 # the packages of all projects are listed

# --- scripts
scripts=(build.sh talentys .ci/run eng/*.sh)
for script in "${scripts[@]}"; do
    bash -n "$script" || fault "$script does not parse"
done
if command -v shellcheck >/dev/null; then
    shellcheck -x "${scripts[@]}" || fault "shellcheck"
fi
for script in build.sh talentys .ci/run eng/lint.sh eng/test.sh; do
    [ -x "$script" ] || fault "$script is not executable"
done

# --- nothing large: data is generated, pictures are drawn
while IFS= read -r file; do
    [ -f "$file" ] && [ "$(wc -c <"$file")" -gt 1048576 ] && fault "$file is larger than 1 MB"
done < <(files)

# --- lock files and settings name packages, never the place they came from
while IFS= read -r file; do
    [ -f "$file" ] && grep -nHE 'https?://' "$file" && fault "$file names a host"
done < <(files 'packages.lock.json' '**/packages.lock.json' 'package-lock.json' '**/package-lock.json' '.npmrc' '**/.npmrc' | grep -v '^$' || true)
while IFS= read -r file; do
    fault "$file: sources of packages are a matter of the machine, not of the tree"
done < <(files | grep -iE '(^|/)(nuget\.config|pip\.conf)$' || true)

# --- the rules over the whole tree, and the generated documents
eng/test.sh --project Architecture >&2 || fault "the rules in tests/Architecture.Tests, see above"

[ "$faults" -eq 0 ] || die "lint: $faults faults"
say "lint: nothing to mend"
