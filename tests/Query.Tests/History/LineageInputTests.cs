using Talentys.Kernel;
using Talentys.Query.History;

namespace Talentys.Query.Tests.History;

/// <summary>Which statements are known to have the same lineage.</summary>
public class LineageInputTests
{
    [Theory]
    [InlineData("select a from t where b = 1 and c > 'x' limit 5", "select a from t where b = 22 and c > 'y' limit 5")]
    [InlineData("select a from (select * from u where x = 9) where b <= 1.5", "select a from (select * from u where x = 9) where b <= 2")]
    public void Constants_that_columns_are_compared_with_do_not_matter(string one, string other) => Assert.Equal(KeyOf(one), KeyOf(other));

    [Theory]
    [InlineData("select a = 1 from t", "select a = 2 from t")]
    [InlineData("from t where b = 1 select a = 1", "from t where b = 1 select a = 2")]
    [InlineData("select a from t where b = 1 order by 1", "select a from t where b = 1 order by 2")]
    [InlineData("select a from t where b = 1", "select a from t where c = 1")]
    [InlineData("select a from t where b = 1", "select c from t where b = 1")]
    [InlineData("pivot (select * from t where b = 1) on k in ('x') using sum(c = 1)", "pivot (select * from t where b = 1) on k in ('x') using sum(c = 2)")]
    public void What_may_make_other_columns_does(string one, string other) => Assert.NotEqual(KeyOf(one), KeyOf(other));

    private static string KeyOf(string sql) =>
        new LineageInput(sql, new Scope("one", "dev"), new Dictionary<string, IReadOnlyList<(string Column, string Type)>>(), [], Replaces: false).Key;
}
