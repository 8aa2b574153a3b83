using System.Security.Cryptography;
using System.Text;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Statements;

namespace Talentys.Query.Stages;

/// <summary>
/// Names the catalog of views that the statement sees, one for each organisation, environment and policy fingerprint, and
/// the views it needs there, each pinned to a table version. The statement itself runs as it was written, but for its AT
/// clauses: they become blanks where a table is read at one version, and of a table that is read at several the others are
/// named in a catalog beside.
/// </summary>
internal sealed class WorldStage : IQueryStage
{
    /// <summary>There are no access policies yet: everyone who may read sees the same.</summary>
    private const string NoPolicies = "open";

    public Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var world = NameOf(query);
        var views = new List<WorldView>();
        var edits = new List<TextEdit>();
        foreach (var table in query.Composed is null ? query.References.GroupBy(bound => bound.Table.Name) : [])
        {
            // the plain name is the current version where the statement reads it
            var slot = 0;
            foreach (var version in table.OrderBy(bound => bound.At is not null).GroupBy(bound => query.Scans[bound.Table].Version))
            {
                views.Add(new WorldView(table.Key.Schema, table.Key.Name, version.Key, query.Scans[version.First().Table].SelectSql, slot));
                edits.AddRange(version.Where(bound => bound.At is not null).SelectMany(bound => Edits(query.Text.Sql, world, bound, slot)));
                slot++;
            }
        }

        query.Runs = new RewrittenText(query.Composed ?? query.Text.Sql, edits);
        query.Statement = new EngineStatement
        {
            Sql = query.Runs.Sql,
            World = world,
            Views = views,
            Parameters = query.Order.Parameters,
            NamedParameters = query.Order.NamedParameters,
            Timeout = query.Order.Timeout,
            Describe = query.Order.Describe,
        };
        return Task.CompletedTask;
    }

    private static IEnumerable<TextEdit> Edits(string sql, string world, BoundReference bound, int slot)
    {
        var at = bound.At!;
        yield return new TextEdit(at.Start, at.End - at.Start, RewrittenText.Blank(sql.AsSpan(at.Start, at.End - at.Start)));
        if (slot > 0)
        {
            // under the same schema and name, so that columns are found as the statement names them
            var reference = bound.Reference;
            var name = new TableName(reference.Schema ?? TableName.DefaultSchema, reference.Name);
            yield return new TextEdit(at.Name, at.NameEnd - at.Name, $"{WorldView.CatalogOf(world, slot)}.{SqlText.Quote(name)}");
        }
    }

    private static string NameOf(QueryInFlight query)
    {
        var identity = $"{query.Scope.Organisation}\n{query.Scope.Environment}\n{NoPolicies}";
        return $"w_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16]}";
    }
}
