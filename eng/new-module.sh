#!/usr/bin/env bash
# new-module.sh NAME [TIER]: a module that does nothing yet, wired, documented and tested as all others are.
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
# shellcheck source=eng/common.sh
. eng/common.sh

name="${1:-}" tier="${2:-4}"
[[ "$name" =~ ^[A-Z][A-Za-z0-9]+$ ]] || die "usage: ./build.sh new-module NAME [TIER], for example: new-module Quality 4"
[[ "$tier" =~ ^[1-5]$ ]] || die "The tier is a number from 1 to 5: see ARCHITECTURE.md."
module="src/Modules/$name" tests="tests/$name.Tests"
if [ -e "$module" ] || [ -e "$tests" ]; then die "$module or $tests is there already."; fi

mkdir -p "$module/Public" "$tests"
cat >"$module/Talentys.$name.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <ProjectReference Include="../../Foundation/Kernel/Talentys.Kernel.csproj" />
    <ProjectReference Include="../../Foundation/Web/Talentys.Web.csproj" />
    <ProjectReference Include="../../Contracts/Talentys.Contracts.csproj" />
  </ItemGroup>
</Project>
XML

cat >"$module/${name}Module.cs" <<CS
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Web;

namespace Talentys.$name;

/// <summary>The wiring of the module $name.</summary>
public sealed class ${name}Module : IModule
{
    /// <inheritdoc/>
    public static string Name => "$name";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
    }
}
CS

cat >"$module/README.md" <<MD
# $name

## Purpose

What it is for, in two sentences.

## Owns

Tables: none. Runs: none. Routes: none.

## Public

Nothing yet: what other modules may call goes into \`Public/\`.

## Uses

Kernel, Web, Contracts.

## How to add a feature

A folder with a noun in the plural; all code of the feature is in it, its tests in \`tests/$name.Tests/\` under the same name.
MD

cat >"$tests/Talentys.$name.Tests.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <ProjectReference Include="../../$module/Talentys.$name.csproj" />
    <ProjectReference Include="../Support/Talentys.TestSupport.csproj" />
  </ItemGroup>
</Project>
XML

cat >"$tests/${name}ModuleTests.cs" <<CS
namespace Talentys.$name.Tests;

public class ${name}ModuleTests
{
    [Fact]
    public void The_module_goes_by_its_name() => Assert.Equal("$name", ${name}Module.Name);
}
CS

# the host refers to all modules by a pattern; its declared uses and the module's own entry are lines of modules.json
file=architecture/modules.json
awk -v name="$name" -v tier="$tier" '
    /"name": "Host"/ { inhost = 1 }
    { lines[++n] = $0 }
    inhost && /"uses": \[/ { usesline = n }
    /"name": "Host"/ { hostline = n - 1 }
    END {
        for (i = 1; i <= n; i++) {
            if (i == hostline) {
                printf "    {\n      \"name\": \"%s\",\n      \"tier\": %s,\n      \"path\": \"src/Modules/%s\",\n", name, tier, name
                printf "      \"uses\": [\"Contracts\", \"Kernel\", \"Web\"],\n      \"owns\": \"nothing yet\",\n      \"summary\": \"New.\"\n    },\n"
            }
            print lines[i]
            if (i == usesline) printf "        \"%s\",\n", name
        }
    }' "$file" >"$file.new"
mv "$file.new" "$file"

dotnet sln "$solution" add "$module/Talentys.$name.csproj" "$tests/Talentys.$name.Tests.csproj" >&2
with_build_lock dotnet_build "$tests/Talentys.$name.Tests.csproj"
eng/test.sh --project "$name"
say "Made $module and $tests. Next: add ${name}Module to the list of modules in src/Host/Composition, then ./build.sh update."
