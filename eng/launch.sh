# Sourced by talentys and build.sh: builds the program when its sources are newer than the last build.
# shellcheck shell=bash disable=SC2034,SC2154 # names that come from, and go to, the scripts that source this

stamp="$root/src/Host/bin/$configuration/.built"

# One walk over the names, some ms: no compiler, no hashing. A folder's own time tells of files that went away.
is_fresh() {
    [ -f "$stamp" ] && [ -f "$host_program" ] &&
        [ -z "$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Build.targets" "$root/Directory.Packages.props" "$root/global.json" \
            \( -name bin -o -name obj -o -path '*/wwwroot/js' \) -prune -o -newer "$stamp" -print 2>&1 | head -n 1)" ]
}

# stamped COMMAND...: a build that, when it succeeds, is fresh as of its start.
stamped() {
    # the folders that a build adds would make their parents look changed, so they come before the stamp
    find "$root/src" -name '*.csproj' | while read -r project; do
        mkdir -p "${project%/*}/bin/$configuration" "${project%/*}/obj"
    done
    mkdir -p "$root/src/Ui/wwwroot/js"
    touch "$stamp.new"
    if ! "$@"; then
        rm -f "$stamp.new"
        return 1
    fi
    mv "$stamp.new" "$stamp"
}

build_host() {
    is_fresh && return 0 # another one built it while this one waited
    say "Building talentys (once after a change of the sources) ..."
    stamped dotnet_build "$host_project" >&2 || die "The build failed, see above."
}

ensure_built() {
    is_fresh && return 0
    need_sdk
    TALENTYS_QUIET_BUILD=1
    with_build_lock build_host
}
