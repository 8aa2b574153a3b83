# Sourced by build.sh, talentys and the scripts beside this file.
# shellcheck shell=bash disable=SC2034,SC2154 # names that come from, and go to, the scripts that source this

export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true DOTNET_GENERATE_ASPNET_CERTIFICATE=false

configuration=Release
solution="$root/Talentys.slnx"
artifacts="$root/artifacts"
host_project="$root/src/Host/Talentys.Host.csproj"
host_program="$root/src/Host/bin/$configuration/net10.0/talentys.dll"

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

need_sdk() {
    command -v dotnet >/dev/null || die "The .NET 10 SDK is needed to build: https://dot.net/download"
}

# The lock lets two commands be typed at once: the second waits for the first one's build.
# The body must not pass descriptor 9 on to servers that outlive it, so callers close it: 9>&-
with_build_lock() {
    mkdir -p "$artifacts"
    if command -v flock >/dev/null; then
        (
            flock 9
            "$@"
        ) 9>"$artifacts/.build.lock"
    else
        "$@"
    fi
}

# Build servers are fast for who builds often, but they outlive the command, so nobody else keeps them: there the build has
# a compiler of its own, which ends with it.
dotnet_build() {
    local servers=() compiler="" code=0 pid
    if [ "${CI:-}" = true ] || [ "${TALENTYS_QUIET_BUILD:-}" = 1 ]; then
        servers=(--disable-build-servers)
        if command -v pgrep >/dev/null; then
            compiler="talentys-compiler-$$-$RANDOM$RANDOM"
            servers=(-nodeReuse:false -p:UseRazorBuildServer=false "-p:SharedCompilationId=$compiler")
        fi
    fi
    dotnet build "$@" -c "$configuration" -v quiet -nologo -clp:NoSummary ${servers[@]+"${servers[@]}"} 9>&- || code=$?
    if [ -n "$compiler" ]; then
        for pid in $(pgrep -f -- "-pipename:$compiler"); do
            kill "$pid" 2>/dev/null || true
        done
    fi
    return "$code"
}
