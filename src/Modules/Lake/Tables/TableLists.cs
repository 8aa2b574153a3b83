using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Storage;

namespace Talentys.Lake.Tables;

/// <summary>
/// Lists of tables. A window is answered by the database. The whole list, which statements ask for again and again, is kept
/// while a stamp of it is the same: the number of tables, the sum of their versions and the last change.
/// </summary>
internal sealed class TableLists(IPlatformDbFactory databases, ListedViews views)
{
    private const int MostKept = 16;

    private readonly ConcurrentDictionary<(Scope Scope, bool Hidden), Kept> kept = new();

    /// <summary>All tables with a version, ordered by name; the same list as long as nothing changes.</summary>
    public async Task<IReadOnlyList<TableSummary>> AllAsync(Scope scope, bool hidden, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var rows = Visible(db, scope, hidden);
        var stamp = await rows.GroupBy(row => row.Organisation)
            .Select(all => new Stamp(all.Count(), all.Sum(row => row.Version), all.Max(row => row.ChangedAt)))
            .FirstOrDefaultAsync(cancellationToken);
        if (stamp is null)
        {
            return [];
        }

        if (kept.TryGetValue((scope, hidden), out var known) && known.Stamp == stamp)
        {
            return known.Tables;
        }

        var tables = await rows
            .Select(row => new TableSummary(new TableName(row.Schema, row.Name), row.Id, row.Version, row.Rows, row.Bytes, row.ChangedAt))
            .ToListAsync(cancellationToken);

        // ordered here: databases order text by their own rules
        tables.Sort((one, other) => one.Name.CompareTo(other.Name));
        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        kept[(scope, hidden)] = new Kept(stamp, tables);
        return tables;
    }

    /// <summary>A window of the tables that match.</summary>
    public async Task<ListWindow<TableListItem>> WindowAsync(Scope scope, TableWindow window, IAccess access, CancellationToken cancellationToken)
    {
        var hidden = window.Hidden && access.IsOpen;
        var made = await views.AllAsync(scope, hidden, cancellationToken);
        if (!access.IsOpen || made.Count > 0)
        {
            return SeenTables.Window([.. await AllAsync(scope, hidden, cancellationToken), .. made], window, access);
        }

        await using var db = databases.Create();
        var rows = Visible(db, scope, window.Hidden);
        if (window.Schema is { Length: > 0 } schema)
        {
            var key = TableStore.Fold(schema);
            rows = rows.Where(row => row.SchemaKey == key);
        }

        if (window.Search is { Length: > 0 } search)
        {
            var text = TableStore.Fold(search);
            rows = rows.Where(row => (row.SchemaKey + "." + row.NameKey).Contains(text));
        }

        var total = await rows.CountAsync(cancellationToken);
        var items = await Ordered(rows, window.Sort, window.Descending).Skip(window.Offset).Take(window.Count)
            .Select(row => new TableListItem(row.Schema, row.Name, row.Version, row.Rows, row.Bytes, row.ChangedAt))
            .ToListAsync(cancellationToken);
        return new ListWindow<TableListItem>(items, total);
    }

    /// <summary>Schemas that have tables, ordered by name.</summary>
    public async Task<IReadOnlyList<SchemaListItem>> SchemasAsync(Scope scope, bool hidden, IAccess access, CancellationToken cancellationToken)
    {
        hidden = hidden && access.IsOpen;
        var made = await views.AllAsync(scope, hidden, cancellationToken);
        if (!access.IsOpen || made.Count > 0)
        {
            return SeenTables.Schemas([.. await AllAsync(scope, hidden, cancellationToken), .. made], access);
        }

        await using var db = databases.Create();
        return await Visible(db, scope, hidden)
            .GroupBy(row => row.SchemaKey)
            .OrderBy(schema => schema.Key)
            .Select(schema => new SchemaListItem(schema.Min(row => row.Schema)!, schema.Count()))
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<LakeTableRow> Visible(PlatformDb db, Scope scope, bool hidden) => db.Set<LakeTableRow>().AsNoTracking()
        .Where(row => row.Organisation == scope.Organisation && row.Environment == scope.Environment && row.MetadataFile != null)
        .Where(row => hidden || row.SchemaKey.Substring(0, 1) != "_");

    private static IQueryable<LakeTableRow> Ordered(IQueryable<LakeTableRow> rows, TableSort sort, bool descending)
    {
        if (sort == TableSort.Name)
        {
            return descending
                ? rows.OrderByDescending(row => row.SchemaKey).ThenByDescending(row => row.NameKey)
                : rows.OrderBy(row => row.SchemaKey).ThenBy(row => row.NameKey);
        }

        var ordered = (sort, descending) switch
        {
            (TableSort.Rows, false) => rows.OrderBy(row => row.Rows),
            (TableSort.Rows, true) => rows.OrderByDescending(row => row.Rows),
            (TableSort.Bytes, false) => rows.OrderBy(row => row.Bytes),
            (TableSort.Bytes, true) => rows.OrderByDescending(row => row.Bytes),
            (_, false) => rows.OrderBy(row => row.ChangedAt),
            (_, true) => rows.OrderByDescending(row => row.ChangedAt),
        };
        return ordered.ThenBy(row => row.SchemaKey).ThenBy(row => row.NameKey); // the rest of the way, so that windows fit together
    }

    private sealed record Stamp(int Tables, long Versions, DateTimeOffset ChangedAt);

    private sealed record Kept(Stamp Stamp, IReadOnlyList<TableSummary> Tables);
}

/// <summary>By what tables are ordered.</summary>
internal enum TableSort
{
    /// <summary>Schema, then name.</summary>
    Name,

    /// <summary>Number of rows.</summary>
    Rows,

    /// <summary>Bytes of the data files.</summary>
    Bytes,

    /// <summary>When the current version was published.</summary>
    Changed,
}

/// <summary>A window of tables that is asked for.</summary>
/// <param name="Search">Part of schema and name, in letters of either case; null for all.</param>
/// <param name="Schema">Only this schema; null for all.</param>
/// <param name="Sort">Order.</param>
/// <param name="Descending">Greatest first.</param>
/// <param name="Offset">First one.</param>
/// <param name="Count">How many.</param>
/// <param name="Hidden">Hidden schemas too.</param>
internal sealed record TableWindow(string? Search, string? Schema, TableSort Sort, bool Descending, int Offset, int Count, bool Hidden);
