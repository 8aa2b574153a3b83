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
                views.Add(View(query, version.First().Table, slot));
                edits.AddRange(version.Where(bound => bound.At is not null).SelectMany(bound => Edits(query.Text.Sql, world, bound, slot)));
                slot++;
            }
        }

        edits.AddRange(query.Composed is null ? query.Edits : []);
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

    /// <summary>The view of a table: pinned to its version, with the principal's masks and row filter inside.</summary>
    private static WorldView View(QueryInFlight query, LakeTable table, int slot)
    {
        var scan = query.Scans[table];
        if (!query.Restricted.TryGetValue(table, out var access))
        {
            return new WorldView(table.Name.Schema, table.Name.Name, scan.Version, scan.SelectSql, slot);
        }

        // the fingerprint of the world tells policies apart, this the columns that they fell on
        var shape = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(access.Apply("?"))))[..16];
        return new WorldView(table.Name.Schema, table.Name.Name, $"{scan.Version}#{shape}", access.Apply(scan.SelectSql), slot);
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
        var identity = $"{query.Scope.Organisation}\n{query.Scope.Environment}\n{query.Access.Fingerprint}";
        return $"w_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16]}";
    }
}
