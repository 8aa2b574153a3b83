using System.Collections.Concurrent;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;
using Talentys.Query.Stages;
using Talentys.Query.Views;

namespace Talentys.Query.SystemTables;

/// <summary>
/// Gives a statement the system tables and functions that it names: views over facts, kept for principals who see the same as long as
/// neither tables nor views nor policies change.
/// </summary>
internal sealed class SystemCatalog(QueryCatalog catalog, CommonFacts common, FactStore store, TimeProvider clock)
{
    private const int MostKept = 32;

    private readonly Lock gate = new();
    private readonly Dictionary<Key, Kept> kept = [];
    private readonly ConcurrentDictionary<string, Fact> same = new(StringComparer.Ordinal);
    private readonly DateTimeOffset started = clock.GetUtcNow();
    private long uses;

    /// <summary>The views and macros of a statement, each after those that it needs.</summary>
    /// <param name="query">The statement.</param>
    /// <param name="world">Name of its world.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<WorldView>> ViewsAsync(QueryInFlight query, string world, CancellationToken cancellationToken)
    {
        var slot = WorldView.CatalogOf(world, SystemTableNames.Slot);
        var made = new OrderedDictionary<string, WorldView>(StringComparer.Ordinal);
        IReadOnlyDictionary<string, Fact>? facts = null;
        foreach (var table in query.SystemTables)
        {
            await AddAsync($"{table.Table.Group}.{table.Table.Name}");
        }

        foreach (var function in query.SystemFunctions)
        {
            var text = SystemDefinitions.Macro(function)!;
            foreach (var needed in SystemDefinitions.Needs(text))
            {
                await AddAsync(needed);
            }

            var sql = SystemDefinitions.In(slot, text);
            made[$"{function}()"] = new WorldView(TableName.DefaultSchema, function, TextHash.Of(sql), sql) { IsMacro = true };
        }

        return [.. made.Values];

        async Task AddAsync(string name)
        {
            if (made.ContainsKey(name))
            {
                return;
            }

            var (group, own) = (name[..name.IndexOf('.', StringComparison.Ordinal)], name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]);
            if ((SystemDefinitions.Named(name)?.Select() ?? FactKind.Union(name) ?? SystemDefinitions.Renamed(name)) is not { } text)
            {
                // all of them as of one moment
                var fact = await FactAsync(query, own, cancellationToken) ?? (facts ??= await OwnAsync(query, cancellationToken))[own];
                made[name] = new WorldView(group, own, fact.Version, fact.Sql, SystemTableNames.Slot);
                return;
            }

            foreach (var needed in SystemDefinitions.Needs(text))
            {
                await AddAsync(needed);
            }

            var sql = SystemDefinitions.In(slot, text);
            made[name] = new WorldView(group, own, TextHash.Of(sql), sql, SystemTableNames.Slot);
        }
    }

    /// <summary>A fact that does not depend on tables; null for another.</summary>
    private async Task<Fact?> FactAsync(QueryInFlight query, string name, CancellationToken cancellationToken) => name switch
    {
        "types" => await SameAsync(name, common.TypesAsync, cancellationToken),
        "functions" => await SameAsync(name, common.FunctionsAsync, cancellationToken),
        "system_relations" => await SameAsync(name, common.RelationsAsync, cancellationToken),
        "system_columns" => await SameAsync(name, common.ColumnsAsync, cancellationToken),
        "session" => await SessionAsync(query, cancellationToken),
        "settings" => await SettingsAsync(query, cancellationToken),
        _ => null,
    };

    /// <summary>A fact that is the same for everybody, made once.</summary>
    private async Task<Fact> SameAsync(string name, Func<CancellationToken, Task<Fact>> make, CancellationToken cancellationToken)
    {
        if (!same.TryGetValue(name, out var fact) || !store.Use(fact))
        {
            same[name] = fact = await make(cancellationToken); // of two who make it at once both make the same
        }

        return fact;
    }

    private async Task<IReadOnlyDictionary<string, Fact>> OwnAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var access = query.Access;
        var tables = await catalog.ShapesAsync(query, cancellationToken);
        var made = await catalog.ViewsAsync(query, cancellationToken);
        var schemas = access.IsOpen ? await catalog.SchemasAsync(query, cancellationToken) : [];
        var key = new Key(query.Scope, access.Fingerprint, access.IsOpen ? "" : query.Principal.Id, query.Principal.Is(Roles.Engineer), TemporarySchema(query) ?? query.Transaction?.Id);
        lock (gate)
        {
            if (kept.TryGetValue(key, out var known) && ReferenceEquals(known.Tables, tables) && ReferenceEquals(known.Views, made)
                && known.Schemas.SequenceEqual(schemas) && known.Facts.Values.All(store.Use))
            {
                known.Used = ++uses;
                return known.Facts;
            }
        }

        var facts = new Dictionary<string, Fact>(StringComparer.Ordinal);
        foreach (var rows in OwnFacts.Of(query.Principal, access, tables, made, schemas))
        {
            facts[rows.Kind.Name] = await store.KeepAsync(rows, cancellationToken);
        }

        lock (gate)
        {
            if (kept.Count >= MostKept && !kept.ContainsKey(key))
            {
                kept.Remove(kept.MinBy(pair => pair.Value.Used).Key);
            }

            kept[key] = new Kept(tables, made, schemas, facts) { Used = ++uses };
        }

        return facts;
    }

    private Task<Fact> SessionAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var rows = new FactRows(FactKind.Session);
        var session = query.Order.Session;
        rows.Add(
            query.Scope.Environment, SystemOids.Hash($"database:{query.Scope.Environment}"), query.Principal.Name, SystemOids.Hash($"role:{query.Principal.Id}"),
            session?.ProcessId ?? 0, session?.Program ?? query.Order.Surface, session?.StartedAt ?? started, query.Principal.Is(Roles.Engineer), TemporarySchema(query));
        return store.KeepAsync(rows, cancellationToken);
    }

    /// <summary>The schema of the session's temporary tables; null while it has none.</summary>
    private static string? TemporarySchema(QueryInFlight query) => query.Order.Temporary is { Any: true } own ? own.Schema : null;

    private Task<Fact> SettingsAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var rows = new FactRows(FactKind.Settings);
        foreach (var (name, value) in (query.Order.Session?.Settings ?? OrderSession.Defaults).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            rows.Add(name, value);
        }

        return store.KeepAsync(rows, cancellationToken);
    }

    private sealed record Key(Scope Scope, string Fingerprint, string Principal, bool Engineer, string? Transaction);

    private sealed record Kept(
        IReadOnlyList<TableShape> Tables, IReadOnlyList<StoredView> Views, IReadOnlyList<string> Schemas, IReadOnlyDictionary<string, Fact> Facts)
    {
        public long Used { get; set; }
    }
}
