using Microsoft.EntityFrameworkCore;
using Talentys.Query.Views;
using Talentys.Storage;

namespace Talentys.Query.History;

/// <summary>Maps <c>query_history</c>, <c>query_lineage</c> and <c>query_views</c>.</summary>
internal sealed class QueryStorageMapping : IStorageMapping
{
    public void Map(ModelBuilder model)
    {
        model.Entity<QueryHistoryRow>(row =>
        {
            row.ToTable("query_history");
            row.HasKey(x => x.Id);
            row.Ignore(x => x.As);
            row.HasIndex(x => new { x.Organisation, x.Id });
            row.HasIndex(x => new { x.Organisation, x.QueryId });
        });
        model.Entity<LineageEdgeRow>(row =>
        {
            row.ToTable("query_lineage");
            row.HasKey(x => x.Id);
            row.HasIndex(x => new { x.Organisation, x.Environment, x.TargetKey });
            row.HasIndex(x => new { x.Organisation, x.Environment, x.SourceKey });
        });
        model.Entity<ViewRow>(row =>
        {
            row.ToTable("query_views");
            row.HasKey(x => x.Id);
            row.HasIndex(x => new { x.Organisation, x.Environment, x.SchemaKey, x.NameKey }).IsUnique();
        });
    }
}
