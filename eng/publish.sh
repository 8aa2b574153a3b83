#!/usr/bin/env bash
# publish.sh [RID]: the program for one platform, with its runtime, as a folder and an archive in artifacts/.
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
# shellcheck source=eng/common.sh
. eng/common.sh

this_rid() {
    local os arch
    case "$(uname -s)" in
        Darwin) os=osx ;;
        Linux) if ldd --version 2>&1 | grep -qi musl; then os=linux-musl; else os=linux; fi ;;
        *) os=win ;;
    esac
    case "$(uname -m)" in
        aarch64 | arm64) arch=arm64 ;;
        *) arch=x64 ;;
    esac
    echo "$os-$arch"
}

rid="${1:-$(this_rid)}"
version="$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' Directory.Build.props)"
name="talentys-$version-$rid"
folder="$artifacts/publish/$name"

rm -rf "$folder"
# Not one file and not trimmed: the engine's native library is loaded from beside the program, and EF Core finds its
# models by reflection.
with_build_lock dotnet publish "$host_project" -c "$configuration" -r "$rid" --self-contained -v quiet -nologo \
    -p:PublishReadyToRun=true -p:DebugType=none -p:PublishDocumentationFile=false -p:PublishReferencesDocumentationFiles=false \
    -p:RestoreLockedMode=false -p:NuGetLockFilePath=obj/publish.lock.json -o "$folder" 9>&-
cp LICENSE docs/dependencies.md "$folder/"

tar -C "$artifacts/publish" -czf "$artifacts/$name.tar.gz" "$name"
say "folder   $folder ($(du -sh "$folder" | cut -f1))"
say "archive  $artifacts/$name.tar.gz ($(du -h "$artifacts/$name.tar.gz" | cut -f1))"

program="$folder/talentys"
if [ "$rid" = "$(this_rid)" ]; then
    started="$(date +%s%N)"
    env -i HOME="${HOME:-/}" PATH=/nowhere "$program" --version >&2
    say "starts in $((($(date +%s%N) - started) / 1000000)) ms (--version, with nothing on the PATH)"
fi
