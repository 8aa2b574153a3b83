"""SQLAlchemy: the engine, reflection by the Inspector and by autoload_with."""
import datetime
import decimal

import sqlalchemy as sa
from checks import DATABASE, HOST, PASSWORD, PORT, SSLMODE, USER, equal, run
from urllib.parse import quote

ENGINE = sa.create_engine(f"postgresql+psycopg2://{USER}:{quote(PASSWORD)}@{HOST}:{PORT}/{DATABASE}?sslmode={SSLMODE}", pool_size=5)


def reads_with_parameters():
    with ENGINE.connect() as connection:
        equal(connection.execute(sa.text("select name from orders where id = :id"), {"id": 3}).scalar(), "name 3")
        equal(connection.execute(sa.text("select count(*) from orders where id in :ids").bindparams(sa.bindparam("ids", expanding=True)), {"ids": [1, 5]}).scalar(), 2)
        assert connection.dialect.server_version_info >= (16,), connection.dialect.server_version_info
        equal(connection.dialect.default_schema_name, "main")


def the_inspector_lists_what_there_is():
    inspector = sa.inspect(ENGINE)
    assert "main" in inspector.get_schema_names(), inspector.get_schema_names()
    assert "orders" in inspector.get_table_names(), inspector.get_table_names()
    assert "orders" in inspector.get_table_names(schema="main")
    assert inspector.has_table("orders") and not inspector.has_table("missing_table")
    columns = {column["name"]: column["type"] for column in inspector.get_columns("orders")}
    equal(list(columns), ["id", "name", "price", "even", "day"])
    assert isinstance(columns["id"], sa.BigInteger), columns
    assert isinstance(columns["name"], sa.String), columns
    assert isinstance(columns["price"], sa.Numeric) and (columns["price"].precision, columns["price"].scale) == (12, 2), columns
    assert isinstance(columns["even"], sa.Boolean) and isinstance(columns["day"], sa.Date), columns
    equal(inspector.get_pk_constraint("orders")["constrained_columns"], [])
    equal([inspector.get_foreign_keys("orders"), inspector.get_indexes("orders"), inspector.get_unique_constraints("orders"), inspector.get_check_constraints("orders")], [[], [], [], []])
    inspector.get_view_names()
    inspector.get_table_comment("orders")


def tables_are_loaded_and_queried():
    orders = sa.Table("orders", sa.MetaData(), autoload_with=ENGINE)
    equal([column.name for column in orders.columns], ["id", "name", "price", "even", "day"])
    query = (
        sa.select(orders.c.even, sa.func.count().label("n"), sa.func.sum(orders.c.price)).where(orders.c.day >= datetime.date(2024, 1, 1), orders.c.id < 10)
        .group_by(orders.c.even).order_by(sa.desc("n"), orders.c.even).limit(5)
    )
    with ENGINE.connect() as connection:
        equal([tuple(row) for row in connection.execute(query)], [(False, 5, decimal.Decimal("31.25")), (True, 5, decimal.Decimal("25.00"))])
        streamed = connection.execution_options(stream_results=True, max_row_buffer=700).execute(sa.select(orders.c.id).order_by(orders.c.id))
        equal([row[0] for row in streamed], list(range(10000)))
    reflected = sa.MetaData()
    reflected.reflect(ENGINE)
    assert "orders" in reflected.tables, list(reflected.tables)


def tables_are_made_and_reflected():
    metadata = sa.MetaData()
    made = sa.Table(
        "sqlalchemy_made", metadata, sa.Column("id", sa.BigInteger), sa.Column("name", sa.String(20), nullable=False), sa.Column("at", sa.DateTime),
        sa.Column("zoned", sa.DateTime(timezone=True)), sa.Column("day", sa.Date), sa.Column("hour", sa.Time), sa.Column("price", sa.Numeric(10, 2)), sa.Column("weight", sa.Float),
        sa.Column("exact", sa.Float(53)), sa.Column("data", sa.LargeBinary), sa.Column("yes", sa.Boolean), sa.Column("tags", sa.ARRAY(sa.Text)), sa.Column("whole", sa.Numeric(10)))
    metadata.create_all(ENGINE)
    row = (
        1, "Grüße", datetime.datetime(2024, 2, 29, 1, 2, 3), datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.timezone.utc), datetime.date(2024, 2, 29), datetime.time(1, 2, 3),
        decimal.Decimal("1.50"), 0.5, 0.1, b"\0\xff", True, ["a", None], decimal.Decimal(7))
    with ENGINE.begin() as connection:
        connection.execute(sa.insert(made).values(row))
        connection.execute(sa.insert(made), [{"id": number, "name": "more"} for number in range(2, 5)])
        equal(connection.execute(sa.update(made).where(made.c.id == 2).values(name="two").returning(made.c.id, made.c.name)).fetchall(), [(2, "two")])
        found = tuple(connection.execute(sa.select(made).where(made.c.id == 1)).one())
        equal(tuple(value if not isinstance(value, memoryview) else bytes(value) for value in found), row)
    again = sa.Table("sqlalchemy_made", sa.MetaData(), autoload_with=ENGINE)
    equal([type(column.type).__name__ for column in again.columns], ["BIGINT", "TEXT", "TIMESTAMP", "TIMESTAMP", "DATE", "TIME", "NUMERIC", "REAL", "DOUBLE_PRECISION", "BYTEA", "BOOLEAN", "ARRAY", "NUMERIC"])
    assert not again.c.name.nullable and again.c.zoned.type.timezone
    metadata.drop_all(ENGINE)
    assert not sa.inspect(ENGINE).has_table("sqlalchemy_made")


run([reads_with_parameters, the_inspector_lists_what_there_is, tables_are_loaded_and_queried, tables_are_made_and_reflected])
