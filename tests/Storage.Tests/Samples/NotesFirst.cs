using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Talentys.Storage.Tests.Samples;

// two short streams, as the host has them for the real mappings

internal abstract class NotesFirst : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("create table test_notes (\"Id\" varchar(200) primary key, \"Topic\" varchar(400) not null, \"Text\" text not null)");
}

internal abstract class NotesSecond : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("alter table test_notes add column \"At\" bigint not null default 0");
}

[DbContext(typeof(SqlitePlatformDb)), Migration("20260101000000_First")]
internal sealed class SqliteFirst : NotesFirst;

[DbContext(typeof(SqlitePlatformDb)), Migration("20260102000000_Second")]
internal sealed class SqliteSecond : NotesSecond;

[DbContext(typeof(PostgresPlatformDb)), Migration("20260101000000_First")]
internal sealed class PostgresFirst : NotesFirst;

[DbContext(typeof(PostgresPlatformDb)), Migration("20260102000000_Second")]
internal sealed class PostgresSecond : NotesSecond;
