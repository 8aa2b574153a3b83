import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PGInterval;

/** pgjdbc: the extended protocol, text at first and binary for statements that are used often; batches of rows by fetch size. */
public class PgJdbcClient {
    private static final String URL = "jdbc:postgresql://" + System.getenv("PGHOST") + ":" + System.getenv("PGPORT") + "/" + System.getenv("PGDATABASE");

    private interface Check {
        void run() throws Exception;
    }

    private static Connection connect(String... settings) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", System.getenv("PGUSER"));
        properties.setProperty("password", System.getenv("PGPASSWORD"));
        properties.setProperty("sslmode", System.getenv("PGSSLMODE"));
        properties.setProperty("ApplicationName", "pgjdbc test");
        for (var setting : settings) {
            properties.setProperty(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return DriverManager.getConnection(URL, properties);
    }

    private static void equal(Object actual, Object expected) {
        if (!Objects.deepEquals(actual, expected)) {
            throw new AssertionError(show(actual) + " is not " + show(expected));
        }
    }

    private static String show(Object value) {
        return value instanceof Object[] array ? Arrays.deepToString(array) : value + (value == null ? "" : " (" + value.getClass().getSimpleName() + ")");
    }

    private static Object one(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new AssertionError("no row: " + sql);
                }
                return rows.getObject(1);
            }
        }
    }

    private static void readsEveryType() throws Exception {
        // from the sixth use on the driver asks for binary values
        try (var connection = connect(); var statement = connection.prepareStatement("""
                select true as b, 7::smallint as i2, 8 as i4, 9::bigint as i8, 1.10::decimal(5,2) as n, 18446744073709551615::ubigint as ub,
                    1.5::float as f4, 1e300::double as f8, 'Grüße' as t, 'a\\x00\\xFF'::blob as by, date '2024-02-29' as d, time '01:02:03.5' as tm,
                    timestamp '2024-02-29 01:02:03.123456' as ts, timestamptz '2024-02-29 01:02:03+00' as tstz, interval '14 months 3 days 04:05:06.5' as iv,
                    uuid '00112233-4455-6677-8899-aabbccddeeff' as u, '{"a": 1}'::json as j, [1, null, 3] as ai, ['a b', 'c"d', null] as at,
                    {'x': 1} as st, 'one'::enum('one', 'two') as en, null as nothing, date '0044-03-15 (BC)' as bc, 'infinity'::timestamp as inf,
                    '01:02:03+02'::timetz as tz
                """)) {
            for (int round = 0; round < 8; round++) {
                try (var row = statement.executeQuery()) {
                    row.next();
                    equal(row.getBoolean("b"), true);
                    equal(List.of(row.getInt("i2"), row.getInt("i4"), row.getLong("i8")), List.of(7, 8, 9L));
                    equal(row.getBigDecimal("n"), new BigDecimal("1.10"));
                    equal(row.getBigDecimal("ub"), new BigDecimal("18446744073709551615"));
                    equal(List.of(row.getFloat("f4"), row.getDouble("f8")), List.of(1.5f, 1e300));
                    equal(row.getString("t"), "Grüße");
                    equal(row.getBytes("by"), new byte[] { 'a', 0, (byte) 255 });
                    equal(row.getObject("d", LocalDate.class), LocalDate.of(2024, 2, 29));
                    equal(row.getObject("tm", LocalTime.class), LocalTime.of(1, 2, 3, 500_000_000));
                    equal(row.getObject("ts", LocalDateTime.class), LocalDateTime.of(2024, 2, 29, 1, 2, 3, 123_456_000));
                    equal(row.getObject("tstz", OffsetDateTime.class).toInstant(), Instant.parse("2024-02-29T01:02:03Z"));
                    equal(row.getObject("tz", OffsetTime.class), OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHours(2)));
                    equal(row.getObject("iv"), new PGInterval(1, 2, 3, 4, 5, 6.5));
                    equal(row.getObject("u"), UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
                    equal(row.getString("j"), "{\"a\": 1}");
                    equal(row.getArray("ai").getArray(), new Integer[] { 1, null, 3 });
                    equal(row.getArray("at").getArray(), new String[] { "a b", "c\"d", null });
                    equal(row.getString("st"), "{\"x\":1}");
                    equal(row.getString("en"), "one");
                    equal(row.getObject("nothing"), null);
                    equal(row.getObject("bc", LocalDate.class), LocalDate.of(-43, 3, 15));
                    equal(row.getObject("inf", LocalDateTime.class), LocalDateTime.MAX);
                    equal(row.getMetaData().getColumnTypeName(1), "bool");
                    equal(row.getMetaData().getPrecision(5), 5);
                    equal(row.getMetaData().getScale(5), 2);
                }
            }
        }
    }

    private static void sendsValuesOfEveryType() throws Exception {
        try (var connection = connect()) {
            var values = new Object[] {
                true, (short) 7, -8, 1L << 40, 1.5f, 1e-300, new BigDecimal("12345678901234.5678"), "it's \\ \"quoted\"", LocalDate.of(1999, 12, 31),
                LocalTime.of(23, 59, 58, 123_456_000), LocalDateTime.of(2024, 2, 29, 1, 2, 3), OffsetDateTime.parse("2024-02-29T01:02:03Z"), UUID.randomUUID(),
            };
            var types = new String[] {
                "bool", "int2", "int4", "int8", "float4", "float8", "decimal(20,4)", "text", "date", "time", "timestamp", "timestamptz", "uuid",
            };
            for (int index = 0; index < values.length; index++) {
                for (int round = 0; round < 7; round++) {
                    try (var statement = connection.prepareStatement("select ?::" + types[index] + " as x, ?::" + types[index] + " as none")) {
                        statement.setObject(1, values[index]);
                        statement.setNull(2, Types.NULL);
                        try (var rows = statement.executeQuery()) {
                            rows.next();
                            equal(values[index] instanceof Short ? (Object) rows.getShort(1) : rows.getObject(1, values[index].getClass()), values[index]);
                            equal(rows.getObject(2), null);
                        }
                    }
                }
            }
            try (var statement = connection.prepareStatement("select count(*) from orders where id = any(?) and name <> all(?) and day > ? and even = ?")) {
                statement.setArray(1, connection.createArrayOf("int8", new Long[] { 2L, 4L, 99_999L }));
                statement.setArray(2, connection.createArrayOf("text", new String[] { "name 4", "a,\"b\"" }));
                statement.setObject(3, LocalDate.of(2024, 1, 1));
                statement.setBoolean(4, true);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    equal(rows.getLong(1), 1L);
                }
            }
            try (var statement = connection.prepareStatement("select id from orders where price between ? and ? order by id limit ? offset ?")) {
                statement.setBigDecimal(1, new BigDecimal("2.5"));
                statement.setInt(2, 100);
                statement.setInt(3, 1);
                statement.setLong(4, 1);
                equal(statement.getParameterMetaData().getParameterCount(), 4);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    equal(rows.getLong(1), 3L);
                }
            }
            try (var statement = connection.prepareStatement("select ?")) {
                statement.setBytes(1, new byte[] { 0, (byte) 255 });
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    equal(rows.getBytes(1), new byte[] { 0, (byte) 255 });
                }
            }
            equal(one(connection, "select count(*) from orders where id in (?, ?)", 1, 5), 2L);
        }
    }

    private static void simpleModeWorksToo() throws Exception {
        try (var connection = connect("preferQueryMode=simple")) {
            equal(one(connection, "select count(*) from orders where id < ?", 10), 10L);
            try (var statement = connection.createStatement()) {
                equal(statement.execute("select 1; select 2"), true);
                equal(statement.getMoreResults(), true);
            }
        }
    }

    private static void fetchesInPieces() throws Exception {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(700);
                try (var rows = statement.executeQuery("select id from orders order by id")) {
                    long next = 0;
                    while (rows.next()) {
                        equal(rows.getLong(1), next++);
                    }
                    equal(next, 10_000L);
                }
                statement.setMaxRows(5);
                try (var rows = statement.executeQuery("select id from orders order by id")) {
                    int count = 0;
                    while (rows.next()) {
                        count++;
                    }
                    equal(count, 5);
                }
            }
            connection.commit();
        }
    }

    private static void errorsHaveStates() throws Exception {
        try (var connection = connect()) {
            for (var sql : new String[][] { { "selec 1", "42601" }, { "select * from missing_table", "42P01" }, { "select missing_column from orders", "42703" }, { "select cast('x' as int)", "22P02" } }) {
                try {
                    one(connection, sql[0]);
                    throw new AssertionError(sql[0] + " did not fail");
                } catch (SQLException failure) {
                    equal(failure.getSQLState(), sql[1]);
                }
            }
            connection.setAutoCommit(false);
            try {
                one(connection, "select * from missing_table");
            } catch (SQLException failure) {
                // expected
            }
            try {
                one(connection, "select 1");
                throw new AssertionError("a failed transaction went on");
            } catch (SQLException failure) {
                equal(failure.getSQLState(), "25P02");
            }
            connection.rollback();
            var savepoint = connection.setSavepoint();
            equal(one(connection, "select 1"), 1);
            connection.rollback(savepoint);
            connection.commit();
        }
    }

    private static void copiesOut() throws Exception {
        try (var connection = connect()) {
            var text = new StringWriter();
            equal(new CopyManager(connection.unwrap(BaseConnection.class)).copyOut("copy (select id, name from orders where id < 2 order by id) to stdout with csv header", text), 2L);
            equal(text.toString(), "id,name\n0,name 0\n1,name 1\n");
        }
    }

    private static void statementsAreCancelled() throws Exception {
        try (var connection = connect(); var statement = connection.createStatement()) {
            statement.execute("set statement_timeout = '30s'"); // should the cancel come before the statement
            var began = new long[1];
            var timer = new Thread(() -> {
                try {
                    Thread.sleep(500);
                    began[0] = System.nanoTime();
                    statement.cancel();
                } catch (Exception failure) {
                    failure.printStackTrace();
                }
            });
            timer.start();
            try {
                statement.executeQuery("select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)");
                throw new AssertionError("it ended by itself");
            } catch (SQLException failure) {
                equal(failure.getSQLState(), "57014");
                System.out.printf("   cancelled after %d ms%n", (System.nanoTime() - began[0]) / 1_000_000);
            }
            timer.join();
            statement.setQueryTimeout(1);
            try {
                statement.executeQuery("select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)");
                throw new AssertionError("it ended by itself");
            } catch (SQLException failure) {
                equal(failure.getSQLState(), "57014");
            }
            equal(one(connection, "select 1"), 1);
            equal(connection.isValid(10), true);
        }
    }

    private static void manyConnectAtOnce() throws Exception {
        var pool = Executors.newFixedThreadPool(20);
        var counts = new ArrayList<Future<Object>>();
        for (int number = 0; number < 40; number++) {
            var added = number;
            counts.add(pool.submit(() -> {
                try (var connection = connect()) {
                    return one(connection, "select ?::bigint + count(*) from orders", added);
                }
            }));
        }
        for (int number = 0; number < 40; number++) {
            equal(counts.get(number).get(), 10_000L + number);
        }
        pool.shutdown();
    }

    private static List<String> names(ResultSet rows, String... columns) throws SQLException {
        var names = new ArrayList<String>();
        try (rows) {
            while (rows.next()) {
                var name = new StringJoiner(" ");
                for (var column : columns) {
                    name.add(String.valueOf(rows.getObject(column)));
                }
                names.add(name.toString());
            }
        }
        return names;
    }

    private static void has(List<String> names, String name) {
        if (!names.contains(name)) {
            throw new AssertionError(name + " is not in " + names);
        }
    }

    private static void metadataTellsWhatThereIs() throws Exception {
        try (var connection = connect()) {
            var data = connection.getMetaData();
            equal(data.getDatabaseProductName(), "PostgreSQL");
            has(names(data.getCatalogs(), "TABLE_CAT"), "dev");
            has(names(data.getSchemas(), "TABLE_SCHEM"), "main");
            has(names(data.getTables(null, "main", "%", new String[] { "TABLE" }), "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE"), "main orders TABLE");
            has(names(data.getTables(null, null, "ord%", null), "TABLE_NAME"), "orders");
            equal(names(data.getColumns(null, "main", "orders", "%"), "COLUMN_NAME", "TYPE_NAME", "COLUMN_SIZE", "DECIMAL_DIGITS", "ORDINAL_POSITION"), List.of(
                "id int8 19 0 1", "name text 2147483647 0 2", "price numeric 12 2 3", "even bool 1 0 4", "day date 13 0 5"));
            equal(names(data.getPrimaryKeys(null, "main", "orders"), "COLUMN_NAME"), List.of());
            equal(names(data.getIndexInfo(null, "main", "orders", false, true), "INDEX_NAME"), List.of());
            equal(names(data.getImportedKeys(null, "main", "orders"), "FKCOLUMN_NAME"), List.of());
            equal(names(data.getExportedKeys(null, "main", "orders"), "FKCOLUMN_NAME"), List.of());
            names(data.getTableTypes(), "TABLE_TYPE");
            has(names(data.getTypeInfo(), "TYPE_NAME"), "int4");
            names(data.getFunctions(null, "pg_catalog", "lower"), "FUNCTION_NAME");
            names(data.getProcedures(null, null, "%"), "PROCEDURE_NAME");
            names(data.getTablePrivileges(null, "main", "orders"), "TABLE_NAME");
            names(data.getColumnPrivileges(null, "main", "orders", "%"), "COLUMN_NAME");
            names(data.getBestRowIdentifier(null, "main", "orders", DatabaseMetaData.bestRowSession, true), "COLUMN_NAME");
            data.getSQLKeywords();
            data.getMaxColumnNameLength();
            equal(connection.getSchema(), "main");
        }
    }

    private static void streamsAMillionRows() throws Exception {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement("select i::int as a, i * 1.5 as b, 'row ' || i as t, timestamp '2024-01-01' + to_seconds(i) as at from range(1000000) r(i)")) {
                statement.setFetchSize(20_000);
                var began = System.nanoTime();
                long count = 0, total = 0;
                try (var rows = statement.executeQuery()) {
                    for (; rows.next(); count++) {
                        total += rows.getInt(1);
                    }
                }
                equal(List.of(count, total), List.of(1_000_000L, 499_999_500_000L));
                System.out.printf("   %d rows/s%n", count * 1_000_000_000L / (System.nanoTime() - began));
            }
        }
    }

    public static void main(String[] arguments) {
        var checks = new LinkedHashMap<String, Check>();
        if (arguments.length > 0 && arguments[0].equals("long")) {
            checks.put("streams a million rows", PgJdbcClient::streamsAMillionRows);
        } else {
            checks.put("reads every type", PgJdbcClient::readsEveryType);
            checks.put("metadata tells what there is", PgJdbcClient::metadataTellsWhatThereIs);
            checks.put("sends values of every type", PgJdbcClient::sendsValuesOfEveryType);
            checks.put("simple mode works too", PgJdbcClient::simpleModeWorksToo);
            checks.put("fetches in pieces", PgJdbcClient::fetchesInPieces);
            checks.put("errors have states", PgJdbcClient::errorsHaveStates);
            checks.put("copies out", PgJdbcClient::copiesOut);
            checks.put("statements are cancelled", PgJdbcClient::statementsAreCancelled);
            checks.put("many connect at once", PgJdbcClient::manyConnectAtOnce);
        }
        var failed = 0;
        for (var check : checks.entrySet()) {
            var began = System.nanoTime();
            try {
                check.getValue().run();
                System.out.printf("ok %s %d ms%n", check.getKey(), (System.nanoTime() - began) / 1_000_000);
            } catch (Throwable failure) {
                failed++;
                System.out.println("FAILED " + check.getKey());
                failure.printStackTrace(System.out);
            }
        }
        System.exit(failed == 0 ? 0 : 1);
    }
}
