#!/usr/bin/env bash
# Writes the next migration of both streams: src/Host/Migrations/add.sh NAME
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 NAME" >&2; exit 2; }
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
dotnet build -v q -nologo
for provider in Sqlite Postgres; do
    dotnet ef migrations add "$1" --no-build --context "${provider}PlatformDb" --output-dir "Migrations/$provider"
done

# the tool guards against uses of obsolete members that our model does not have
sed -i '/^#pragma warning .* 612, 618$/d' Migrations/*/*.cs
