"""asyncpg: the extended protocol, everything binary, types of parameters asked of the server."""
import asyncio
import datetime
import decimal
import io
import json
import time
import uuid

import asyncpg
from checks import DATABASE, HOST, MILLION, PASSWORD, PORT, SSLMODE, TYPES, USER, equal, run


async def connect(**more):
    return await asyncpg.connect(
        host=HOST, port=PORT, user=USER, password=PASSWORD, database=DATABASE, ssl=False if SSLMODE == "disable" else SSLMODE, timeout=60, **more)


async def connects_and_says_what_it_is():
    connection = await connect(server_settings={"application_name": "asyncpg test"})
    equal(connection.get_server_version().major, 16)
    equal(connection.get_settings().server_encoding, "UTF8")
    await connection.close()


async def looks_around():
    connection = await connect()
    rows = await connection.fetch("select column_name, data_type from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position", "main", "orders")
    equal([tuple(row) for row in rows], [("id", "bigint"), ("name", "text"), ("price", "numeric"), ("even", "boolean"), ("day", "date")])
    statement = await connection.prepare("select * from orders where id = any($1::int8[])")
    equal([(one.name, one.type.name) for one in statement.get_attributes()], [("id", "int8"), ("name", "text"), ("price", "numeric"), ("even", "bool"), ("day", "date")])
    equal([(one.name, one.kind) for one in statement.get_parameters()], [("int8[]", "array")])
    await connection.close()


async def reads_every_type():
    connection = await connect()
    row = await connection.fetchrow(TYPES)
    equal([row["b"], row["i2"], row["i4"], row["i8"]], [True, 7, 8, 9])
    equal([row["n"], row["h"], row["ub"]], [decimal.Decimal("1.10"), decimal.Decimal(2**127 - 1), decimal.Decimal(2**64 - 1)])
    equal([row["f4"], row["f8"], row["t"], row["by"]], [1.5, 1e300, "Grüße", b"a\x00\xff"])
    equal([row["d"], row["tm"]], [datetime.date(2024, 2, 29), datetime.time(1, 2, 3, 500000)])
    equal(row["tz"], datetime.time(1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(hours=2))))
    equal(row["ts"], datetime.datetime(2024, 2, 29, 1, 2, 3, 123456))
    equal(row["tstz"], datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.timezone.utc))
    equal(row["iv"], datetime.timedelta(days=365 + 60 + 3, hours=4, minutes=5, seconds=6, milliseconds=500))
    assert row["u"] == uuid.UUID("00112233-4455-6677-8899-aabbccddeeff"), row["u"]
    equal(json.loads(row["j"]), {"a": [1, None]})
    equal([row["ai"], row["at"]], [[1, None, 3], ["a b", 'c"d', None, ""]])
    equal([json.loads(row["st"]), json.loads(row["ll"]), json.loads(row["mp"])], [{"x": 1, "y": ["z"]}, [[1], [2, 3]], {"k": 1.5}])
    equal(row["bits"].as_string().replace(" ", ""), "0101")
    equal([tuple(row["rw"]), row["en"], row["nothing"], row["ni"]], [(1, "a b", None), "one", None, None])
    await connection.close()


async def the_ends_of_the_calendar_are_read():
    connection = await connect()
    row = await connection.fetchrow("select 'infinity'::date as a, '-infinity'::timestamp as b, 'infinity'::timestamptz as c, 'nan'::double as d")
    equal([row["a"], row["b"]], [datetime.date.max, datetime.datetime.min])
    assert row["c"].replace(tzinfo=None) == datetime.datetime.max, row["c"]
    assert row["d"] != row["d"]
    await connection.close()


async def sends_values_whose_types_the_server_is_asked_for():
    connection = await connect()
    now = datetime.datetime(2024, 2, 29, 1, 2, 3, 456)
    aware = now.replace(tzinfo=datetime.timezone.utc)
    for kind, value in (
        ("bool", True), ("int2", -1), ("int4", 2**30), ("int8", 2**40), ("float4", 1.25), ("float8", 1e-300), ("numeric(20,4)", decimal.Decimal("12345678901234.5678")),
        ("text", "it's \\ \"quoted\""), ("varchar", "ä"), ("bytea", b"\x00\xff"), ("date", now.date()), ("time", now.time()), ("timestamp", now), ("timestamptz", aware),
        ("timetz", now.time().replace(tzinfo=datetime.timezone.utc)), ("interval", datetime.timedelta(days=3, seconds=5)), ("uuid", uuid.uuid4()),
        ("json", '{"a": 1}'), ("int4[]", [1, None, -3]), ("int8[]", [2**40]), ("text[]", ["a b", None, "c,\"d\"", ""]), ("float8[]", [1.5, -2.0]),
        ("date[]", [now.date()]), ("timestamp[]", [now, None]), ("bool[]", [True, False]), ("numeric(20,4)[]", [decimal.Decimal("1.5000")]),
        ("date", datetime.date(1, 1, 1)), ("timestamp", datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)),
    ):
        for sent in (value, None):
            got = await connection.fetchval(f"select $1::{kind}", sent)
            assert got == sent, f"{kind}: {sent!r} came back as {got!r}"
    equal(await connection.fetchval("select $1 || 'x'", "a"), "ax")
    equal(await connection.fetchval("select count(*) from orders where id in ($1, $2)", 1, 5), 2)
    equal(await connection.fetchval("select count(*) from orders where id = any($1)", [1, 5, 99999]), 2)
    equal(await connection.fetchval("select count(*) from orders where id = any($1::int[])", [1, 5, 99999]), 2)
    equal(await connection.fetchval("select count(*) from orders where name = any($1)", ["name 1", "x"]), 1)
    equal(await connection.fetchval("select count(*) from orders where id <> all($1)", [1, 5]), 9998)
    equal([row["id"] for row in await connection.fetch("select id from orders order by id limit $1 offset $2", 2, 1)], [1, 2])
    equal(await connection.fetchval("select count(*) from orders where day between $1 and $2", datetime.date(2024, 1, 1), datetime.date(2024, 1, 3)), 3)
    equal(await connection.fetchval("select case when $1 then 'yes' else $2 end", True, "no"), "yes")
    equal(await connection.fetchval("select coalesce($1::text, 'none')", None), "none")
    equal(await connection.fetchval("select name from orders where name like $1 and even = $2 and price > $3 order by id", "name 1%", True, decimal.Decimal("5.5")), "name 10")
    await connection.close()


async def writes_values_whose_types_are_those_of_the_columns():
    connection = await connect()
    await connection.execute("create table asyncpg_written (id int, name text, price numeric(10,2), at timestamp with time zone, tags text[])")
    at = datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.timezone.utc)
    equal(await connection.execute("insert into asyncpg_written values ($1, $2, $3, $4, $5)", 1, "a", decimal.Decimal("1.50"), at, ["x", None]), "INSERT 0 1")
    await connection.executemany("insert into asyncpg_written (id, name) values ($1, $2)", [(2, "b"), (3, None)])
    equal(tuple(await connection.fetchrow("update asyncpg_written set name = $1 where id = $2 returning id, name", "c", 2)), (2, "c"))
    equal(await connection.execute("delete from asyncpg_written where id = any($1)", [3, 4]), "DELETE 1")
    equal([tuple(row) for row in await connection.fetch("select * from asyncpg_written order by id")], [(1, "a", decimal.Decimal("1.50"), at, ["x", None]), (2, "c", None, None, None)])
    await connection.execute("drop table asyncpg_written")
    await connection.close()


async def codecs_of_types_are_set():
    connection = await connect()
    await connection.set_type_codec("json", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
    equal(await connection.fetchval("select $1::json", {"a": [1, None]}), {"a": [1, None]})
    await connection.reset_type_codec("json", schema="pg_catalog")
    equal(await connection.fetchval("select '{}'::json"), "{}")
    equal(await connection.fetchval("select relkind from pg_class where relname = 'orders'"), b"r")
    await connection.close()


async def prepared_statements_are_used_again():
    connection = await connect()
    statement = await connection.prepare("select id, name, price from orders where id = $1")
    equal([kind.name for kind in statement.get_parameters()], ["int8"])
    equal([column.name for column in statement.get_attributes()], ["id", "name", "price"])
    equal([column.type.name for column in statement.get_attributes()], ["int8", "text", "numeric"])
    for number in range(20):
        equal((await statement.fetchrow(number))["name"], f"name {number}")
    equal(await statement.fetch(99999), [])
    await connection.close()


async def errors_have_states_and_places():
    connection = await connect()
    for sql, kind in (
        ("selec 1", asyncpg.PostgresSyntaxError), ("select * from missing_table", asyncpg.UndefinedTableError),
        ("select missing_column from orders", asyncpg.UndefinedColumnError), ("select cast('x' as int)", asyncpg.InvalidTextRepresentationError),
    ):
        try:
            await connection.fetch(sql)
            raise AssertionError(f"{sql} did not fail")
        except kind as failure:
            assert failure.message
    try:
        await connection.fetchval("select $1::int", "text")
        raise AssertionError("a text was taken for an int")
    except asyncpg.DataError:
        pass
    equal(await connection.fetchval("select 1"), 1)
    await connection.close()


async def transactions_and_cursors():
    connection = await connect()
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        equal([row["id"] async for row in connection.cursor("select id from orders order by id", prefetch=900)], list(range(10000)))
        cursor = await connection.cursor("select id from orders where id >= $1 order by id", 10)
        equal([row["id"] for row in await cursor.fetch(3)], [10, 11, 12])
        equal(await cursor.forward(2), 2)
        equal((await cursor.fetchrow())["id"], 15)
        fresh = await connection.cursor("select generate_series(0, 99)")
        equal(await fresh.forward(42), 42)
        equal((await fresh.fetchrow())[0], 42)
        async with connection.transaction():
            equal(await connection.fetchval("show transaction_isolation"), "repeatable read")
        async with connection.transaction():
            equal(await connection.fetchval("select 1"), 1)
    try:
        async with connection.transaction():
            await connection.fetch("select * from missing_table")
    except asyncpg.UndefinedTableError:
        pass
    equal(await connection.fetchval("select 2"), 2)
    await connection.close()


async def copies_out():
    connection = await connect()
    out = io.BytesIO()
    equal(await connection.copy_from_query("select id, name from orders where id < $1 order by id", 2, output=out, format="csv", header=True), "COPY 2")
    equal(out.getvalue(), b"id,name\n0,name 0\n1,name 1\n")
    out = io.BytesIO()
    equal(await connection.copy_from_table("orders", columns=["id", "day"], output=out, format="binary"), "COPY 10000")
    assert out.getvalue().startswith(b"PGCOPY\n\xff\r\n\0") and out.getvalue().endswith(b"\xff\xff")
    await connection.close()


async def statements_are_cancelled():
    connection = await connect(server_settings={"statement_timeout": "30s"})  # should the cancel come before the statement
    for _ in range(2):
        task = asyncio.ensure_future(connection.fetchval("select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)"))
        await asyncio.sleep(0.5)
        began = time.monotonic()
        task.cancel()
        try:
            await task
            raise AssertionError("it ended by itself")
        except asyncio.CancelledError:
            pass
        equal(await connection.fetchval("select 1"), 1)
        print(f"   cancelled, and the next one answered, after {1000 * (time.monotonic() - began):.0f} ms")
    try:
        await connection.fetchval("select pg_sleep($1)", 3600, timeout=0.2)
        raise AssertionError("it ended by itself")
    except asyncio.TimeoutError:
        pass
    try:
        await connection.fetchval("select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)", timeout=0.5)
        raise AssertionError("it ended by itself")
    except asyncio.TimeoutError:
        pass
    equal(await connection.fetchval("select 1"), 1)
    await connection.close()


async def pools_hold_many_and_reset_them():
    async with asyncpg.create_pool(
        host=HOST, port=PORT, user=USER, password=PASSWORD, database=DATABASE, ssl=False if SSLMODE == "disable" else SSLMODE, min_size=5, max_size=20) as pool:
        async def work(number):
            async with pool.acquire() as connection:
                return await connection.fetchval("select $1::int + count(*) from orders", number)

        equal(await asyncio.gather(*(work(number) for number in range(60))), [10000 + number for number in range(60)])


async def long_streams_a_million_rows():
    connection = await connect()
    sql = f"select i::int as a, i * 1.5 as b, 'row ' || i as t, timestamp '2024-01-01' + to_seconds(i) as at from range({MILLION}) r(i)"
    began = time.monotonic()
    count = total = 0
    async with connection.transaction():
        async for row in connection.cursor(sql, prefetch=20000):
            count += 1
            total += row["a"]
    equal((count, total), (MILLION, MILLION * (MILLION - 1) // 2))
    print(f"   {count / (time.monotonic() - began):,.0f} rows/s by a cursor")
    began = time.monotonic()
    equal(len(await connection.fetch(sql)), MILLION)
    print(f"   {MILLION / (time.monotonic() - began):,.0f} rows/s at once")
    await connection.close()


run([value for value in list(globals().values()) if asyncio.iscoroutinefunction(value) and value.__name__ != "connect"])
