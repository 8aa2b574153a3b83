using Talentys.DuckDb.Public;
using Talentys.DuckDb.Statements;

namespace Talentys.DuckDb.Worlds;

/// <summary>What one sort of principal sees: a catalog of views in memory, and others beside it for further versions of the same tables.</summary>
internal sealed class World(string name)
{
    private const string Begin = "BEGIN TRANSACTION";
    private readonly Lock gate = new();
    private readonly SortedDictionary<int, ViewCatalog> catalogs = new() { [0] = new ViewCatalog(WorldView.CatalogOf(name, 0)) };

    public string Name => name;

    /// <summary>Names of its catalogs.</summary>
    public IReadOnlyList<string> Catalogs
    {
        get
        {
            lock (gate)
            {
                return [.. catalogs.Values.Select(catalog => catalog.Name)];
            }
        }
    }

    /// <summary>Views in it.</summary>
    public int Views { get; private set; }

    /// <summary>Statements in it now; guarded by the catalog's lock.</summary>
    public int Statements { get; set; }

    /// <summary>When it was last entered, as a count of entries; guarded by the catalog's lock.</summary>
    public long Entered { get; set; }

    /// <summary>
    /// Makes the views that are missing or of another version, and puts the connection into the world, in a transaction
    /// whose snapshot holds exactly these views: others may replace them from then on without being seen.
    /// </summary>
    public void Prepare(nint connection, IReadOnlyList<WorldView> views)
    {
        // One at a time: the engine refuses concurrent changes of one name. USE inside the transaction is the first touch
        // of a catalog and so takes the snapshot; the plain one is touched last, for its names are those that are found.
        lock (gate)
        {
            var used = views.Select(view => view.Slot).Where(slot => slot > 0).Distinct().Order().Reverse().Append(0).Select(CatalogOf).ToList();
            foreach (var catalog in used)
            {
                catalog.Attach(connection);
            }

            foreach (var view in views)
            {
                catalogs[view.Slot].Make(connection, view);
            }

            Views = catalogs.Values.Sum(catalog => catalog.Views);
            Execute(connection, Begin);
            foreach (var catalog in used)
            {
                Execute(connection, catalog.Use);
            }
        }
    }

    private ViewCatalog CatalogOf(int slot)
    {
        if (!catalogs.TryGetValue(slot, out var catalog))
        {
            catalogs[slot] = catalog = new ViewCatalog(WorldView.CatalogOf(name, slot));
        }

        return catalog;
    }

    internal static void Execute(nint connection, string sql)
    {
        using var result = NativeStatements.Run(connection, sql, ParameterSet.None);
        result.Drain();
    }
}
