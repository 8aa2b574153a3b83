using Talentys.Contracts;
using Talentys.Ui.Features.Catalog;

namespace Talentys.Ui.Tests.Catalog;

public sealed class VersionComparisonTests
{
    [Fact]
    public void Columns_that_came_went_or_changed_their_type_are_told()
    {
        var older = Table(2, ("id", "INTEGER"), ("gone", "VARCHAR"), ("Kept", "DATE"));
        var newer = Table(5, ("id", "BIGINT"), ("kept", "DATE"), ("fresh", "DOUBLE"));
        Assert.Equal(
            [new ColumnDifference("id", "INTEGER", "BIGINT"), new ColumnDifference("fresh", null, "DOUBLE"), new ColumnDifference("gone", "VARCHAR", null)],
            ColumnDifference.Of(older.Columns, newer.Columns));
    }

    [Fact]
    public void Rows_that_differ_are_those_that_only_one_version_has_of_the_columns_of_both()
    {
        var older = Table(2, ("id", "INTEGER"), ("order", "VARCHAR"), ("gone", "VARCHAR"), ("only_in", "DATE"));
        var newer = Table(5, ("id", "BIGINT"), ("order", "VARCHAR"), ("only_in", "DATE"));
        Assert.Equal(
            """
            with one as (select cast(id as varchar) as id, "order", only_in from shop."Orders" at (version => 2)),
              other as (select cast(id as varchar) as id, "order", only_in from shop."Orders" at (version => 5))
            select 'version 2' as only_in_, * from (select * from one except all select * from other)
            union all
            select 'version 5', * from (select * from other except all select * from one)
            """.ReplaceLineEndings("\n"),
            VersionStatements.Differing(older, newer));
        Assert.Null(VersionStatements.Differing(older, Table(6, ("nothing", "DATE"))));
    }

    private static TableDetail Table(long version, params (string Name, string Type)[] columns) => new(
        "shop", "Orders", "id", version, 1, 2, 3, DateTimeOffset.UnixEpoch, [.. columns.Select(column => new TableColumn(column.Name, column.Type, false, null))]);
}
