"""Runs the checks of one client and tells all that fail: checks.py's part in psycopg2_client.py, asyncpg_client.py, ..."""
import asyncio
import inspect
import os
import sys
import time
import traceback

HOST, PORT = os.environ["PGHOST"], int(os.environ["PGPORT"])
USER, PASSWORD, DATABASE = os.environ["PGUSER"], os.environ["PGPASSWORD"], os.environ["PGDATABASE"]
SSLMODE = os.environ.get("PGSSLMODE", "disable")
MILLION = 1_000_000

# A value of every type, and null of it, as SQL; the checks compare them with what the client makes of them.
TYPES = """
    select true as b, 7::smallint as i2, 8 as i4, 9::bigint as i8, 1.10::decimal(5,2) as n,
        170141183460469231731687303715884105727::hugeint as h, 18446744073709551615::ubigint as ub,
        1.5::float as f4, 1e300::double as f8, 'Grüße' as t, 'a\\x00\\xFF'::blob as by, date '2024-02-29' as d,
        time '01:02:03.5' as tm, '01:02:03+02'::timetz as tz, timestamp '2024-02-29 01:02:03.123456' as ts,
        timestamptz '2024-02-29 01:02:03+00' as tstz, interval '14 months 3 days 04:05:06.5' as iv,
        uuid '00112233-4455-6677-8899-aabbccddeeff' as u, '{"a": [1, null]}'::json as j, [1, null, 3] as ai,
        ['a b', 'c"d', null, ''] as at, {'x': 1, 'y': ['z']} as st, 'one'::enum('one', 'two') as en, [[1], [2, 3]] as ll,
        map {'k': 1.5} as mp, '0101'::bit as bits, row(1, 'a b', null) as rw, null as nothing, null::int as ni
"""


def run(checks):
    """Runs functions named as sentences: those that begin with long in that lane, the others in the quick one."""
    long = sys.argv[1:] == ["long"]
    failed = 0
    for check in checks:
        if check.__name__.startswith("long_") != long:
            continue
        began = time.monotonic()
        try:
            made = check()
            if inspect.isawaitable(made):
                asyncio.run(made)
            print(f"ok {check.__name__} {time.monotonic() - began:.2f} s")
        except Exception:  # every check is told of, not only the first that fails
            failed += 1
            print(f"FAILED {check.__name__}\n{traceback.format_exc()}")
    sys.exit(1 if failed else 0)


def equal(actual, expected, what=""):
    """Asserts that two values are the same, of the same type."""
    assert type(actual) is type(expected) and actual == expected, f"{what}: {actual!r} is not {expected!r}"
