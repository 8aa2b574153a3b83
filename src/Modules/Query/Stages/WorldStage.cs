using System.Security.Cryptography;
using System.Text;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;
using Talentys.Query.SystemTables;

namespace Talentys.Query.Stages;

/// <summary>
/// Names the catalog of views that the statement sees, one for each organisation, environment and policy fingerprint, and
/// the views it needs there, each pinned to a table version. The statement itself runs as it was written, but for its AT
/// clauses: they become blanks where a table is read at one version, and of a table that is read at several the others are
/// named in a catalog beside. So are tables and views of other environments.
/// </summary>
internal sealed class WorldStage(SystemCatalog system, QueryOptions options) : IQueryStage
{
    /// <summary>The catalogs beside a world that hold tables and views of another environment: for each so many.</summary>
    private const int SlotsElsewhere = 1000;

    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var world = NameOf(query);
        var views = new List<WorldView>();
        var edits = new List<TextEdit>();
        var bodies = new Dictionary<BoundView, List<TextEdit>>(query.Views.Select(view => KeyValuePair.Create(view, new List<TextEdit>())), ReferenceEqualityComparer.Instance);
        var fixedTo = new Dictionary<BoundReference, string>(ReferenceEqualityComparer.Instance);
        var first = FirstSlots(query);
        foreach (var table in query.Composed is null ? query.References.GroupBy(bound => (bound.Ground.Scope, bound.Table.Name)) : [])
        {
            // the plain name is the current version where the statement reads it
            var slot = first[table.Key.Scope];
            foreach (var version in table.OrderBy(bound => bound.At is not null || bound.In is not null).GroupBy(bound => VersionOf(query, bound)))
            {
                views.Add(View(query, [.. version], version.Key, slot));
                foreach (var bound in version)
                {
                    fixedTo[bound] = version.Key;
                    (bound.In is { } within ? bodies[within] : edits).AddRange(Edits((bound.In?.Text ?? query.Text).Sql, world, bound, slot, first));
                }

                slot++;
            }
        }

        edits.AddRange(query.Composed is null ? query.Edits : []);
        if (query.Composed is null && (query.SystemTables.Count > 0 || query.SystemFunctions.Count > 0))
        {
            views.AddRange(await system.ViewsAsync(query, world, cancellationToken)); // before the views that name them
            foreach (var named in query.SystemTables)
            {
                (named.In is { } within ? bodies[within] : edits).Add(new TextEdit(
                    named.Place.Start, named.Place.Length, $"{WorldView.CatalogOf(world, SystemTableNames.Slot)}.{named.Table.Group}.{SqlText.Quote(named.Table.Name)}"));
            }
        }

        views.AddRange(Bodies(query, bodies, fixedTo, first, world));
        edits.AddRange(query.Composed is null ? query.ViewNames.Select(name => Named(name, first, world)) : []);
        query.Runs = new EditedText(query.Composed ?? query.Text.Sql, edits);
        query.Statement = new EngineStatement
        {
            Sql = query.Runs.Text,
            World = world,
            Views = views,
            Parameters = query.Parameters,
            NamedParameters = query.Order.NamedParameters,
            Timeout = query.Order.Timeout,
            Describe = query.Order.Describe,
            IsLight = query.IsLight,
        };
    }

    /// <summary>
    /// The view of a table: pinned to its version, with masks and the row filter of whose rights hold inside. Below a row filter, which
    /// lets no condition of the statement through, stands what all that name the view ask for, and the view is this statement's.
    /// </summary>
    private WorldView View(QueryInFlight query, List<BoundReference> named, string version, int slot)
    {
        var (table, scan) = (named[0].Table, query.Scans[named[0].Table]);
        Func<string, string> shown = select => select;
        if (query.Restricted.TryGetValue(named[0], out var access))
        {
            shown = access.Apply;
            if (access.HidesRows && AskedRows.Of(named.Select(bound => bound.Reference.Filter), table, access) is { } asked)
            {
                shown = select => access.Apply($"SELECT * FROM ({select}) WHERE {asked}");
                version = $"{version}?{TextHash.Of(asked)}";
            }
        }

        return new WorldView(table.Name.Schema, table.Name.Name, version, shown(scan.SelectSql), slot)
        {
            Held = IsSmall(query, table, scan) && HeldName(table.Name, scan) is var name ? new HeldRows(name, scan.SelectSql, shown($"SELECT * FROM {HeldRows.TableOf(name)}")) : null,
        };
    }

    /// <summary>Whether the engine may hold all rows of a table in memory; the rows that a statement changes are read with their places, from files.</summary>
    private bool IsSmall(QueryInFlight query, LakeTable table, TableScan scan) =>
        query.Target is null && scan.Files == scan.AllFiles && scan.Files > 0 && !TableRights.IsAboutTable(table)
        && scan.Bytes <= options.HeldBytes && scan.Rows * table.Columns.Count <= options.HeldValues;

    /// <summary>The version of a table for the engine, for people who read plans behind its name.</summary>
    private static string HeldName(TableName table, TableScan scan) =>
        $"{string.Concat($"{table.Schema}_{table.Name}".Take(60).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'))}_{TextHash.Of(scan.Version)}";

    /// <summary>What the view of a table is pinned to: the fingerprint of the world tells policies apart, this the columns that they fell on.</summary>
    private static string VersionOf(QueryInFlight query, BoundReference bound)
    {
        var version = query.Scans[bound.Table].Version;
        return query.Restricted.TryGetValue(bound, out var access)
            ? $"{version}#{TextHash.Of(access.Apply("?"))}"
            : version;
    }

    /// <summary>The views that people made: each is pinned to all that it reads.</summary>
    private static IEnumerable<WorldView> Bodies(
        QueryInFlight query, Dictionary<BoundView, List<TextEdit>> edits, Dictionary<BoundReference, string> fixedTo, Dictionary<Scope, int> first, string world)
    {
        var versions = new Dictionary<BoundView, string>(ReferenceEqualityComparer.Instance);
        foreach (var view in query.Composed is null ? query.Views : [])
        {
            var body = new EditedText(view.Text.Sql, edits[view].Concat(view.Views.Select(name => Named(name, first, world))).Concat(view.Edits)).Text;
            var names = string.Join(", ", view.View.Columns.Select(column => SqlText.Quote(column.Name)));
            var sql = view.View.Renames ? $"SELECT * FROM (\n{body}\n) AS {SqlText.Quote(view.View.Name.Name)}({names})" : $"{body}\n";
            sql = view.IsFenced ? $"SELECT * FROM (\n{sql}\n) AS {SqlText.Quote(view.View.Name.Name)} {TableAccess.Fence}" : sql;
            sql = view.Seen?.Apply(sql) ?? sql;
            var parts = view.References.Select(bound => fixedTo[bound]).Concat(view.Views.Select(name => versions[name.View])).Prepend(sql).Prepend(view.View.Id);
            versions[view] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
            yield return new WorldView(view.View.Name.Schema, view.View.Name.Name, versions[view], sql, first[view.Scope]);
        }
    }

    /// <summary>The name of a view with its schema: within a view the engine would look for it beside that view.</summary>
    private static TextEdit Named(BoundName name, Dictionary<Scope, int> first, string world) =>
        new(name.Place.Start, name.Place.Length, Written(world, first[name.View.Scope], name.View.View.Name, first));

    /// <summary>A name as it runs: with its catalog where that is another than the plain one, and in a statement that reads several environments always.</summary>
    private static string Written(string world, int slot, TableName name, Dictionary<Scope, int> first) =>
        slot == 0 && first.Count == 1 ? SqlText.Quote(name) : $"{WorldView.CatalogOf(world, slot)}.{SqlText.Quote(name)}";

    /// <summary>The first catalog of each environment that the statement or its views read: 0 is the one of its own.</summary>
    private static Dictionary<Scope, int> FirstSlots(QueryInFlight query) => query.References.Select(bound => bound.Ground.Scope).Concat(query.Views.Select(view => view.Scope)).Prepend(query.Scope).Distinct()
        .Select((scope, i) => (scope, i)).ToDictionary(one => one.scope, one => one.i == 0 ? 0 : SystemTableNames.Slot + (one.i * SlotsElsewhere));

    private static IEnumerable<TextEdit> Edits(string sql, string world, BoundReference bound, int slot, Dictionary<Scope, int> first)
    {
        if (bound.At is not { } at)
        {
            if (bound.Rename is { } rename)
            {
                yield return new TextEdit(rename.Start, rename.Length, Written(world, slot, bound.Table.Name, first));
            }

            yield break;
        }

        yield return TextEdit.Blank(sql, at.Start, at.End);
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
        var elsewhere = query.References.Select(bound => bound.Ground).Where(ground => ground.Scope != query.Scope).Select(ground => $"\n{ground.Scope.Environment}\n{ground.Asker.Fingerprint}").Distinct();
        return $"w_{TextHash.Of($"{query.Scope.Organisation}\n{query.Scope.Environment}\n{query.Access.Fingerprint}{string.Concat(elsewhere)}")}";
    }
}
