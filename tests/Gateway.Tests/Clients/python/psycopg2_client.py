"""psycopg2: simple queries with values put in as text, named cursors, COPY, cancelling."""
import datetime
import decimal
import io
import threading
import time
import uuid

import psycopg2
import psycopg2.errors
import psycopg2.extensions
import psycopg2.extras
import psycopg2.pool
from checks import DATABASE, HOST, MILLION, PASSWORD, PORT, SSLMODE, TYPES, USER, equal, run

psycopg2.extras.register_uuid()


def connect(**more):
    return psycopg2.connect(host=HOST, port=PORT, user=USER, password=PASSWORD, dbname=DATABASE, sslmode=SSLMODE, **more)


def one(connection, sql, values=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def connects_and_says_what_it_is():
    connection = connect(application_name="psycopg2 test", options="-c statement_timeout=60000")
    assert connection.server_version >= 160000, connection.server_version
    equal(connection.encoding, "UTF8")
    equal(connection.get_parameter_status("standard_conforming_strings"), "on")
    equal(one(connection, "show statement_timeout")[0], "1min")
    equal(connection.info.dbname, DATABASE)
    connection.close()


def looks_around():
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute("select column_name, data_type from information_schema.columns where table_schema = %s and table_name = %s order by ordinal_position", ("main", "orders"))
        equal(cursor.fetchall(), [("id", "bigint"), ("name", "text"), ("price", "numeric"), ("even", "boolean"), ("day", "date")])
        cursor.execute("select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = %s::regclass and attnum > 0 order by attnum", ("main.orders",))
        equal(cursor.fetchall()[2], ("price", "numeric(12,2)"))
        cursor.execute("select * from orders limit 0")
        equal([(column.name, column.type_code, column.precision, column.scale) for column in cursor.description][2], ("price", 1700, 12, 2))
    connection.close()


def reads_every_type():
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute(TYPES)
        row = dict(zip([column.name for column in cursor.description], cursor.fetchone()))
        oids = {column.name: column.type_code for column in cursor.description}
    equal(row["b"], True)
    equal([row["i2"], row["i4"], row["i8"]], [7, 8, 9])
    equal([row["n"], row["h"], row["ub"]], [decimal.Decimal("1.10"), decimal.Decimal(2**127 - 1), decimal.Decimal(2**64 - 1)])
    equal([row["f4"], row["f8"]], [1.5, 1e300])
    equal(row["t"], "Grüße")
    equal(bytes(row["by"]), b"a\x00\xff")
    equal(row["d"], datetime.date(2024, 2, 29))
    equal(row["tm"], datetime.time(1, 2, 3, 500000))
    equal(row["tz"], datetime.time(1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(hours=2))))
    equal(row["ts"], datetime.datetime(2024, 2, 29, 1, 2, 3, 123456))
    assert row["tstz"] == datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.timezone.utc), row["tstz"]
    equal(row["iv"], datetime.timedelta(days=365 + 60 + 3, hours=4, minutes=5, seconds=6, milliseconds=500))
    equal(row["u"], uuid.UUID("00112233-4455-6677-8899-aabbccddeeff"))
    equal(row["j"], {"a": [1, None]})
    equal(row["ai"], [1, None, 3])
    equal(row["at"], ["a b", 'c"d', None, ""])
    equal([row["st"], row["ll"], row["mp"]], [{"x": 1, "y": ["z"]}, [[1], [2, 3]], {"k": 1.5}])
    equal([row["en"], row["bits"], row["rw"], row["nothing"], row["ni"]], ["one", "0101", '(1,"a b",)', None, None])
    equal([oids["tz"], oids["bits"], oids["rw"], oids["st"]], [1266, 1562, 2249, 114])
    connection.close()


def dates_beyond_what_python_holds_are_told_as_such():
    connection = connect()
    for sql in ("select date '0044-03-15 (BC)'", "select timestamp '12024-01-01 00:00:00'"):
        try:
            one(connection, sql)
            raise AssertionError("a date out of range was read")
        except ValueError:
            pass
        connection.rollback()
    equal(one(connection, "select 'infinity'::date::text, date '0044-03-15 (BC)'::text")[0], "infinity")
    connection.close()


def sends_values_of_every_type():
    connection = connect()
    now = datetime.datetime(2024, 2, 29, 1, 2, 3, 456)
    zone = datetime.timezone(datetime.timedelta(hours=-3))
    values = [
        True, -1, 2**40, 1.25, decimal.Decimal("12345678901234.5678"), "it's \\ \"quoted\" %", b"\x00\x01\xfe\\'", now.date(), now.time(), now,
        datetime.timedelta(days=3, seconds=5), uuid.uuid4(), [1, 2], ["a", None, "c,d"], None,
    ]
    for value in values:
        got = one(connection, "select %s", (value,))[0]
        assert (bytes(got) if isinstance(value, bytes) else got) == value, f"{value!r} came back as {got!r}"
    assert one(connection, "select %s", (now.replace(tzinfo=zone),))[0] == now.replace(tzinfo=zone)
    equal(one(connection, "select %s::json", (psycopg2.extras.Json({"a": 1}),))[0], {"a": 1})
    equal(one(connection, "select count(*) from orders where id in %s", ((1, 5, 99999),))[0], 2)
    equal(one(connection, "select count(*) from orders where id = any(%s)", ([1, 5, 99999],))[0], 2)
    equal(one(connection, "select count(*) from orders where name = any(%s)", (["name 1", "x"],))[0], 1)
    equal(one(connection, "select name from orders where day >= %s and id %% 10 = 3 order by id limit %s offset %s", (datetime.date(2024, 1, 1), 1, 1))[0], "name 13")
    connection.close()


def errors_have_states_and_places():
    connection = connect()
    for sql, kind in (
        ("selec 1", psycopg2.errors.SyntaxError), ("select * from missing_table", psycopg2.errors.UndefinedTable),
        ("select missing_column from orders", psycopg2.errors.UndefinedColumn), ("select no_such_function(1)", psycopg2.errors.UndefinedFunction),
        ("select cast('x' as int)", psycopg2.errors.InvalidTextRepresentation),
    ):
        try:
            one(connection, sql)
            raise AssertionError(f"{sql} did not fail")
        except kind as failure:
            assert failure.diag.message_primary, sql
        try:
            one(connection, "select 1")
            raise AssertionError("a failed transaction went on")
        except psycopg2.errors.InFailedSqlTransaction:
            connection.rollback()
    try:
        one(connection, "select id, nmae from orders")
    except psycopg2.errors.UndefinedColumn as failure:
        equal(failure.diag.statement_position, "12")
    connection.close()


def transactions_begin_and_end():
    connection = connect()
    connection.set_session(readonly=True, isolation_level="REPEATABLE READ")
    equal(connection.info.transaction_status, psycopg2.extensions.TRANSACTION_STATUS_IDLE)
    one(connection, "select 1")
    equal(connection.info.transaction_status, psycopg2.extensions.TRANSACTION_STATUS_INTRANS)
    connection.commit()
    with connection, connection.cursor() as cursor:
        cursor.execute("savepoint a")
        cursor.execute("release savepoint a")
    connection.autocommit = True
    equal(one(connection, "select count(*) from orders")[0], 10000)
    equal(connection.info.transaction_status, psycopg2.extensions.TRANSACTION_STATUS_IDLE)
    connection.close()


def named_cursors_fetch_in_pieces():
    connection = connect()
    with connection.cursor("a cursor") as cursor:
        cursor.itersize = 700
        cursor.execute("select id, name from orders order by id")
        equal([row[0] for row in cursor], list(range(10000)))
    with connection.cursor("another", withhold=True) as cursor:
        cursor.execute("select id from orders order by id limit 5")
        equal(cursor.fetchmany(2), [(0,), (1,)])
        connection.commit()
        equal(cursor.fetchall(), [(2,), (3,), (4,)])
    connection.close()


def copies_out():
    connection = connect()
    with connection.cursor() as cursor:
        out = io.StringIO()
        cursor.copy_expert("copy (select id, name, null as n from orders order by id limit 3) to stdout with (format csv, header)", out)
        equal(out.getvalue(), "id,name,n\n0,name 0,\n1,name 1,\n2,name 2,\n")
        out = io.StringIO()
        cursor.copy_to(out, "orders", columns=("id", "even"))
        lines = out.getvalue().splitlines()
        equal((len(lines), sorted(lines)[0]), (10000, "0\tt"))
        try:
            cursor.copy_from(io.StringIO("1\tx\n"), "orders")
            raise AssertionError("COPY FROM was taken")
        except psycopg2.errors.FeatureNotSupported:
            connection.rollback()
    connection.close()


def statements_are_cancelled():
    connection = connect(options="-c statement_timeout=30s")  # should the cancel come before the statement
    began = []

    def cancel():
        time.sleep(0.5)
        began.append(time.monotonic())
        connection.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    try:
        one(connection, "select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)")
        raise AssertionError("it ended by itself")
    except psycopg2.errors.QueryCanceled:
        print(f"   cancelled after {1000 * (time.monotonic() - began[0]):.0f} ms")
    thread.join()
    connection.rollback()
    equal(one(connection, "select 1")[0], 1)
    connection.close()


def pools_hold_many_and_reset_them():
    pool = psycopg2.pool.ThreadedConnectionPool(1, 20, host=HOST, port=PORT, user=USER, password=PASSWORD, dbname=DATABASE, sslmode=SSLMODE)
    failures = []

    def work():
        connection = pool.getconn()
        try:
            for number in range(3):
                equal(one(connection, "select %s + count(*) from orders", (number,))[0], 10000 + number)
            connection.rollback()
            connection.reset()
        except Exception as failure:
            failures.append(failure)
        finally:
            pool.putconn(connection)

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.closeall()
    assert not failures, failures
    connection = connect()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = '5s'")
        cursor.execute("discard all")
        cursor.execute("show statement_timeout")
        equal(cursor.fetchone()[0], "0")
    connection.close()


def long_streams_a_million_rows():
    connection = connect()
    began = time.monotonic()
    with connection.cursor("stream") as cursor:
        cursor.itersize = 20000
        cursor.execute(f"select i::int as a, i * 1.5 as b, 'row ' || i as t, timestamp '2024-01-01' + to_seconds(i) as at from range({MILLION}) r(i)")
        count = total = 0
        for row in cursor:
            count += 1
            total += row[0]
    equal((count, total), (MILLION, MILLION * (MILLION - 1) // 2))
    print(f"   {count / (time.monotonic() - began):,.0f} rows/s by a named cursor")
    with connection.cursor() as cursor:
        out = io.StringIO()
        cursor.copy_expert(f"copy (select i, 'row ' || i from range({MILLION}) r(i)) to stdout", out)
        equal(out.getvalue().count("\n"), MILLION)
    connection.close()


run([value for value in list(globals().values()) if callable(value) and getattr(value, "__module__", "") == "__main__" and value.__name__ not in ("connect", "one")])
