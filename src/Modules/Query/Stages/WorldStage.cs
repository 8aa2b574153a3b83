using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
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
        foreach (var table in query.References.GroupBy(bound => bound.Table.Name))
        {
            // the plain name is the current version where the statement reads it
            var slot = 0;
            foreach (var version in table.OrderBy(bound => bound.At is not null).GroupBy(bound => VersionOf(bound.Table)))
            {
                var shown = version.First().Table;
                views.Add(new WorldView(table.Key.Schema, table.Key.Name, version.Key, shown.SelectSql, slot));
                edits.AddRange(version.Where(bound => bound.At is not null).SelectMany(bound => Edits(query.Text.Sql, world, bound, slot)));
                slot++;
            }
        }

        query.Runs = new RewrittenText(query.Composed ?? query.Text.Sql, query.Composed is null ? edits : []);
        query.Statement = new EngineStatement
        {
            Sql = query.Runs.Sql,
            World = world,
            Views = views,
            Parameters = query.Order.Parameters,
            NamedParameters = query.Order.NamedParameters,
            Timeout = query.Order.Timeout,
        };
        return Task.CompletedTask;
    }

    /// <summary>
    /// What the view is pinned to. The number alone is not enough: columns change without a new version, and another engine's
    /// table may be taken in again from elsewhere.
    /// </summary>
    private static string VersionOf(LakeTable table) =>
        string.Create(CultureInfo.InvariantCulture, $"{table.Id}@{table.Version.Number}:{table.SelectSql.Length:x}{table.SelectSql.GetHashCode(StringComparison.Ordinal):x}");

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
