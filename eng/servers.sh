#!/usr/bin/env bash
# Installs what the tests run against and this machine lacks, from the system's packages: PostgreSQL, OpenStack Swift, Chromium, and
# the clients of PostgreSQL's protocol.
set -euo pipefail

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_package() {
    command -v apt-get >/dev/null || return 1
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get install -y -q --no-install-recommends "$1" ||
        { as_root apt-get update -q && as_root apt-get install -y -q --no-install-recommends "$1"; }
}

has_postgres() {
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

# the library alone, for the tests start it themselves: its other packages would set up services
has_swift() {
    [ -f /usr/lib/python3/dist-packages/swift/common/middleware/s3api/s3api.py ]
}

has_chromium() {
    [ -x "${TALENTYS_CHROMIUM:-/usr/bin/chromium-headless-shell}" ] || [ -x /usr/bin/chromium ] || [ -x /usr/bin/google-chrome ]
}

has_python_clients() {
    /usr/bin/python3 -c 'import asyncpg, psycopg2, sqlalchemy' 2>/dev/null
}

has_java_client() {
    command -v javac >/dev/null && [ -e /usr/share/java/postgresql.jar ]
}

install_packages() {
    local package
    for package in "$@"; do
        install_package "$package" || return 1
    done
}

{
    has_postgres || install_package postgresql || echo "PostgreSQL could not be installed: its tests will fail"
    has_swift || install_package python3-swift || echo "OpenStack Swift could not be installed: the tests of S3 will fail"
    has_chromium || install_package chromium-headless-shell || install_package chromium || echo "Chromium could not be installed: the browser tests will fail"
    has_python_clients || install_packages python3-psycopg2 python3-asyncpg python3-sqlalchemy || echo "The clients in Python could not be installed: their tests will fail"
    has_java_client || install_packages default-jdk-headless libpostgresql-jdbc-java || echo "The client in Java could not be installed: its tests will fail"
} >&2
