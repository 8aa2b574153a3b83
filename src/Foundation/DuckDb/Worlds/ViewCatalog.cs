using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Worlds;

/// <summary>A catalog of views; guarded by the lock of its world.</summary>
internal sealed class ViewCatalog(string name)
{
    private readonly Dictionary<(TableName Name, bool IsMacro), string> versions = [];
    private readonly HashSet<string> schemas = new(StringComparer.OrdinalIgnoreCase) { TableName.DefaultSchema };
    private bool attached;

    public string Name => name;

    /// <summary>Views in it.</summary>
    public int Views => versions.Count;

    /// <summary>Makes its names the ones that are found.</summary>
    public string Use => $"USE {SqlText.Quote(name)}.{SqlText.Quote(TableName.DefaultSchema)}";

    /// <summary>Makes the catalog when it is not there.</summary>
    public void Attach(nint connection)
    {
        if (!attached)
        {
            World.Execute(connection, $"ATTACH ':memory:' AS {SqlText.Quote(name)}");
            attached = true;
        }
    }

    /// <summary>Makes a view or a macro when it is not there, or not of that version.</summary>
    public void Make(nint connection, WorldView view)
    {
        var table = new TableName(view.Schema, view.Name);
        if (versions.TryGetValue((table, view.IsMacro), out var version) && version == view.Version)
        {
            return;
        }

        if (!schemas.Contains(view.Schema))
        {
            World.Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {SqlText.Quote(name)}.{SqlText.Quote(view.Schema)}");
            schemas.Add(view.Schema);
        }

        // names inside a view are found where it is made: one view may name another
        World.Execute(connection, Use);
        try
        {
            World.Execute(connection, view.IsMacro
                ? $"CREATE OR REPLACE MACRO {SqlText.Quote(name)}.{SqlText.Quote(table)}{view.Sql}"
                : $"CREATE OR REPLACE VIEW {SqlText.Quote(name)}.{SqlText.Quote(table)} AS {view.Sql}");
        }
        catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
        {
            // told apart from an error of the statement: it is about a text that its writer may not know
            throw new FaultException(failure.Fault with { Code = "engine.view_error", Place = null }, failure);
        }

        versions[(table, view.IsMacro)] = view.Version;
    }
}
