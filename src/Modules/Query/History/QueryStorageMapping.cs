using Microsoft.EntityFrameworkCore;
using Talentys.Storage;

namespace Talentys.Query.History;

/// <summary>Maps <c>query_history</c>.</summary>
internal sealed class QueryStorageMapping : IStorageMapping
{
    public void Map(ModelBuilder model) => model.Entity<QueryHistoryRow>(row =>
    {
        row.ToTable("query_history");
        row.HasKey(x => x.Id);
        row.Ignore(x => x.As);
        row.HasIndex(x => new { x.Organisation, x.Id });
        row.HasIndex(x => new { x.Organisation, x.QueryId });
    });
}
