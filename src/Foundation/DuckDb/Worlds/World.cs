using Talentys.DuckDb.Public;
using Talentys.DuckDb.Statements;
using Talentys.Kernel;

namespace Talentys.DuckDb.Worlds;

/// <summary>A catalog of views in memory: what one sort of principal sees.</summary>
internal sealed class World(string name)
{
    private const string Begin = "BEGIN TRANSACTION";
    private readonly Lock gate = new();
    private readonly Dictionary<TableName, string> versions = [];
    private readonly HashSet<string> schemas = new(StringComparer.OrdinalIgnoreCase) { TableName.DefaultSchema };
    private bool attached;

    public string Name => name;

    /// <summary>Views in it.</summary>
    public int Views => versions.Count;

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
        // of this catalog and so takes the snapshot.
        lock (gate)
        {
            if (!attached)
            {
                Execute(connection, $"ATTACH ':memory:' AS {SqlText.Quote(name)}");
                attached = true;
            }

            var use = $"USE {SqlText.Quote(name)}.{SqlText.Quote(TableName.DefaultSchema)}";
            if (views.Any(IsStale))
            {
                Execute(connection, use);
                foreach (var view in views.Where(IsStale))
                {
                    Make(connection, view);
                }
            }

            Execute(connection, Begin);
            Execute(connection, use);
        }
    }

    private bool IsStale(WorldView view) =>
        !versions.TryGetValue(new TableName(view.Schema, view.Name), out var version) || version != view.Version;

    private void Make(nint connection, WorldView view)
    {
        if (!schemas.Contains(view.Schema))
        {
            Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {SqlText.Quote(name)}.{SqlText.Quote(view.Schema)}");
            schemas.Add(view.Schema);
        }

        var table = new TableName(view.Schema, view.Name);
        Execute(connection, $"CREATE OR REPLACE VIEW {SqlText.Quote(name)}.{SqlText.Quote(table)} AS {view.Sql}");
        versions[table] = view.Version;
    }

    private static void Execute(nint connection, string sql)
    {
        using var result = NativeStatements.Run(connection, sql, ParameterSet.None);
        result.Drain();
    }
}
