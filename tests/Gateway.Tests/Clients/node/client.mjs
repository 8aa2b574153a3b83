// node's pg: simple queries, parameters as texts without types, named statements, pg-cursor, COPY, pools.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { to as copyTo } from 'pg-copy-streams';

const long = process.argv[2] === 'long';
const ssl = process.env.PGSSLMODE === 'disable' ? false : { rejectUnauthorized: false };
const settings = { ssl, connectionTimeoutMillis: 60_000 };
delete process.env.PGSSLMODE;

async function connected(use) {
    const client = new pg.Client(settings);
    await client.connect();
    try {
        return await use(client);
    } finally {
        await client.end();
    }
}

const value = async (client, text, values) => Object.values((await client.query(text, values)).rows[0])[0];

const checks = {
    'looks around': () => connected(async (client) => {
        const columns = await client.query(
            'select column_name, data_type from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position', ['main', 'orders']);
        assert.deepEqual(
            columns.rows.map((row) => Object.values(row)), [['id', 'bigint'], ['name', 'text'], ['price', 'numeric'], ['even', 'boolean'], ['day', 'date']]);
        assert.deepEqual((await client.query('select * from orders limit 0')).fields.map((field) => field.dataTypeID), [20, 25, 1700, 16, 1082]);
    }),

    'reads every type': () => connected(async (client) => {
        const { rows: [row], fields } = await client.query(`
            select true as b, 7::smallint as i2, 8 as i4, 9::bigint as i8, 1.10::decimal(5,2) as n, 18446744073709551615::ubigint as ub, 1.5::float as f4,
                1e300::double as f8, 'Grüße' as t, 'a\\x00\\xFF'::blob as by, timestamptz '2024-02-29 01:02:03+00' as tstz, date '2024-02-29' as d,
                interval '14 months 3 days 04:05:06.5' as iv, uuid '00112233-4455-6677-8899-aabbccddeeff' as u, '{"a": [1, null]}'::json as j, [1, null, 3] as ai,
                ['a b', 'c"d', null, ''] as at, {'x': 1, 'y': ['z']} as st, null as nothing, 'one'::enum('one', 'two') as en, '01:02:03+02'::timetz as tz,
                [1.5::decimal(5,2)] as an, ['a\\x00'::blob] as aby, [timestamptz '2024-02-29 01:02:03+00'] as ats`);
        assert.deepEqual([row.b, row.i2, row.i4, row.i8, row.n, row.ub], [true, 7, 8, '9', '1.10', '18446744073709551615']);
        assert.deepEqual([row.f4, row.f8, row.t], [1.5, 1e300, 'Grüße']);
        assert.deepEqual([...row.by], [97, 0, 255]);
        assert.equal(row.tstz.toISOString(), '2024-02-29T01:02:03.000Z');
        assert.deepEqual([row.d.getFullYear(), row.d.getMonth(), row.d.getDate()], [2024, 1, 29]);
        assert.deepEqual({ ...row.iv }, { years: 1, months: 2, days: 3, hours: 4, minutes: 5, seconds: 6, milliseconds: 500 });
        assert.deepEqual([row.u, row.j], ['00112233-4455-6677-8899-aabbccddeeff', { a: [1, null] }]);
        assert.deepEqual([row.ai, row.at], [[1, null, 3], ['a b', 'c"d', null, '']]);
        assert.deepEqual([row.st, row.nothing, row.en, row.tz], [{ x: 1, y: ['z'] }, null, 'one', '01:02:03+02']);
        assert.deepEqual([row.an, [...row.aby[0]], row.ats[0].toISOString()], [[1.5], [97, 0], '2024-02-29T01:02:03.000Z']);
        assert.equal(fields.find((field) => field.name === 'tz').dataTypeID, 1266);
    }),

    'sends values whose types are left open': () => connected(async (client) => {
        const when = new Date('2024-02-29T01:02:03.004Z');
        assert.deepEqual(
            (await client.query('select $1::int as a, $2::text as b, $3::bool as c, $4::timestamptz as d, $5::bytea as e, $6::json as f, $7::int[] as g, $8::numeric as h, $9::text as i, $10::text[] as k',
                [5, "it's \\ \"x\"", false, when, Buffer.from([0, 255]), { a: 1 }, [1, null], '1.50', null, ['a b', '{}', null]])).rows[0],
            { a: 5, b: "it's \\ \"x\"", c: false, d: when, e: Buffer.from([0, 255]), f: { a: 1 }, g: [1, null], h: '1.50', i: null, k: ['a b', '{}', null] });
        assert.equal(await value(client, 'select count(*) from orders where id in ($1, $2)', [1, '5']), '2');
        assert.equal(await value(client, 'select count(*) from orders where id = any($1)', [[1, 5, 99999]]), '2');
        assert.equal(await value(client, 'select count(*) from orders where id = any($1::int[])', [[1, 5, 99999]]), '2');
        assert.equal(await value(client, 'select count(*) from orders where name = any($1)', [['name 1', 'x,"y"']]), '1');
        assert.equal(await value(client, 'select name from orders where even = $1 and price >= $2 and day > $3 order by id limit $4 offset $5', [true, 5, '2024-01-03', 1, 1]), 'name 6');
        assert.equal(await value(client, 'select $1 || $2', ['a', 'b']), 'ab');
        assert.equal(await value(client, 'select coalesce($1, $2)', [null, 'b']), 'b');
        assert.equal(await value(client, "select case when id > $1 then 'more' else 'less' end from orders where id = $2", [3, 4]), 'more');
    }),

    'named statements are used again': () => connected(async (client) => {
        for (let id = 0; id < 20; id++) {
            assert.equal(await value(client, { name: 'by id', text: 'select name from orders where id = $1', values: [id] }), `name ${id}`);
        }
        assert.deepEqual((await client.query({ text: 'select id, name from orders where id < 2 order by id', rowMode: 'array' })).rows, [['0', 'name 0'], ['1', 'name 1']]);
    }),

    'values come in binary when asked for': () => connected(async (client) => {
        const { rows } = await client.query({ text: 'select id::int as id, name, even, price::double as price from orders where id = $1', values: [2], binary: true });
        assert.deepEqual(rows, [{ id: 2, name: 'name 2', even: true, price: 2.5 }]);
    }),

    'errors have states and places': () => connected(async (client) => {
        for (const [sql, code] of [['selec 1', '42601'], ['select * from missing_table', '42P01'], ['select missing_column from orders', '42703'], ["select cast('x' as int)", '22P02']]) {
            await assert.rejects(client.query(sql), { code }, sql);
        }
        await assert.rejects(client.query('select id, nmae from orders'), { position: '12' });
        await assert.rejects(client.query('select $1::int', ['text']), { code: '22P02' });
        assert.equal(await value(client, 'select 1'), 1);
    }),

    'several statements give several results': () => connected(async (client) => {
        const results = await client.query("begin; select 1 as a; select count(*) as n from orders; commit");
        assert.deepEqual(results.map((result) => result.command), ['BEGIN', 'SELECT', 'SELECT', 'COMMIT']);
        assert.equal(results[2].rows[0].n, '10000');
    }),

    'transactions fail and are rolled back': () => connected(async (client) => {
        await client.query('BEGIN READ ONLY');
        await assert.rejects(client.query('select * from missing_table'));
        await assert.rejects(client.query('select 1'), { code: '25P02' });
        await client.query('ROLLBACK');
        assert.equal(await value(client, 'select 1'), 1);
    }),

    'cursors read in pieces': () => connected(async (client) => {
        const cursor = client.query(new Cursor('select id from orders where id < $1 order by id', [2500]));
        let next = 0;
        for (let rows = await cursor.read(1000); rows.length > 0; rows = await cursor.read(1000)) {
            for (const row of rows) {
                assert.equal(row.id, `${next++}`);
            }
        }
        assert.equal(next, 2500);
        await cursor.close();
        const other = client.query(new Cursor('select id from orders'));
        assert.equal((await other.read(10)).length, 10);
        await other.close();
        assert.equal(await value(client, 'select 1'), 1);
    }),

    'copies out': () => connected(async (client) => {
        const parts = [];
        for await (const part of client.query(copyTo('copy (select id, name from orders where id < 3 order by id) to stdout with (format csv)'))) {
            parts.push(part);
        }
        assert.equal(Buffer.concat(parts).toString(), '0,name 0\n1,name 1\n2,name 2\n');
    }),

    'statements are cancelled': () => connected(async (client) => {
        await client.query("set statement_timeout = '30s'"); // should the cancel come before the statement
        const running = assert.rejects(client.query('select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)'), { code: '57014' });
        await pause(500);
        const began = performance.now();
        const canceller = new pg.Client(settings);
        canceller.cancel(client, client._activeQuery);
        await running;
        console.log(`   cancelled after ${(performance.now() - began).toFixed(0)} ms`);
        const waiting = assert.rejects(client.query('select pg_sleep(3600)'), { code: '57014' });
        await pause(200);
        await connected(async (other) => assert.equal(await value(other, 'select pg_cancel_backend($1)', [client.processID]), true));
        await waiting;
        await client.query("set statement_timeout = '300ms'");
        await assert.rejects(client.query('select sum(a.i * b.i % 7) from range(10000000) a(i), range(10000000) b(i)'), { code: '57014' });
        await client.query('reset statement_timeout');
        assert.equal(await value(client, 'select 1'), 1);
    }),

    'pools hold many': async () => {
        const pool = new pg.Pool({ ...settings, max: 20 });
        const counts = await Promise.all(Array.from({ length: 60 }, async (_, number) => (await pool.query('select $1::int + count(*) as n from orders', [number])).rows[0].n));
        assert.deepEqual(counts, Array.from({ length: 60 }, (_, number) => `${10_000 + number}`));
        const client = await pool.connect();
        await client.query('discard all');
        client.release();
        await pool.end();
    },
};

const longChecks = {
    'streams a million rows': () => connected(async (client) => {
        const began = performance.now();
        const cursor = client.query(new Cursor("select i::int as a, i * 1.5 as b, 'row ' || i as t from range(1000000) r(i)"));
        let count = 0;
        let total = 0;
        for (let rows = await cursor.read(20_000); rows.length > 0; rows = await cursor.read(20_000)) {
            count += rows.length;
            total += rows.reduce((sum, row) => sum + row.a, 0);
        }
        assert.deepEqual([count, total], [1_000_000, 499_999_500_000]);
        console.log(`   ${Math.round(count / (performance.now() - began) * 1000)} rows/s`);
    }),
};

let failed = 0;
for (const [name, check] of Object.entries(long ? longChecks : checks)) {
    const began = performance.now();
    try {
        await check();
        console.log(`ok ${name} ${(performance.now() - began).toFixed(0)} ms`);
    } catch (failure) {
        failed++;
        console.log(`FAILED ${name}\n${failure.stack}`);
    }
}
process.exit(failed ? 1 : 0);
