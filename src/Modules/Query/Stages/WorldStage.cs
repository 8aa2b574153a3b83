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
        var bodies = query.Views.ToDictionary(view => view, _ => new List<TextEdit>());
        var fixedTo = new Dictionary<BoundReference, string>(ReferenceEqualityComparer.Instance);
        foreach (var table in query.Composed is null ? query.References.GroupBy(bound => bound.Table.Name) : [])
        {
            // the plain name is the current version where the statement reads it
            var slot = 0;
            foreach (var version in table.OrderBy(bound => bound.At is not null).GroupBy(bound => query.Scans[bound.Table].Version))
            {
                var view = View(query, version.First().Table, slot);
                views.Add(view);
                foreach (var bound in version)
                {
                    fixedTo[bound] = view.Version;
                    (bound.In is { } within ? bodies[within] : edits).AddRange(Edits((bound.In?.Text ?? query.Text).Sql, world, bound, slot));
                }

                slot++;
            }
        }

        if (query.Composed is null)
        {
            views.AddRange(Bodies(query, bodies, fixedTo));
            edits.AddRange(query.ViewNames.Select(Named));
            edits.AddRange(query.Edits);
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

    /// <summary>The views that people made: each is pinned to all that it reads.</summary>
    private static IEnumerable<WorldView> Bodies(QueryInFlight query, Dictionary<BoundView, List<TextEdit>> edits, Dictionary<BoundReference, string> fixedTo)
    {
        var versions = new Dictionary<BoundView, string>();
        foreach (var view in query.Views)
        {
            var body = new RewrittenText(view.Text.Sql, edits[view].Concat(view.Views.Select(Named)).Concat(view.Edits)).Sql;
            var names = string.Join(", ", view.View.Columns.Select(column => SqlText.Quote(column.Name)));
            var sql = view.View.Renames ? $"SELECT * FROM (\n{body}\n) AS {SqlText.Quote(view.View.Name.Name)}({names})" : $"{body}\n";
            var parts = view.References.Select(bound => fixedTo[bound]).Concat(view.Views.Select(name => versions[name.View])).Prepend(sql).Prepend(view.View.Id);
            versions[view] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
            yield return new WorldView(view.View.Name.Schema, view.View.Name.Name, versions[view], sql);
        }
    }

    /// <summary>The name of a view with its schema: within a view the engine would look for it beside that view.</summary>
    private static TextEdit Named(BoundName name) => new(name.Place.Start, name.Place.Length, SqlText.Quote(name.View.View.Name));

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
        if (bound.At is not { } at)
        {
            if (bound.Rename is { } rename)
            {
                yield return new TextEdit(rename.Start, rename.Length, slot == 0
                    ? SqlText.Quote(bound.Table.Name)
                    : $"{WorldView.CatalogOf(world, slot)}.{SqlText.Quote(bound.Table.Name)}");
            }

            yield break;
        }

        yield return new TextEdit(at.Start, at.End - at.Start, RewrittenText.Blank(sql.AsSpan(at.Start, at.End - at.Start)));
        if (slot > 0 || bound.Rename is not null)
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
