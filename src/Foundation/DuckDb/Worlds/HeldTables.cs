using Talentys.DuckDb.Public;
using Talentys.DuckDb.Results;
using Talentys.DuckDb.Statements;
using Talentys.Kernel;

namespace Talentys.DuckDb.Worlds;

/// <summary>
/// Small tables in memory: reading a Parquet file costs a small statement more than all else that the engine does for it. Those unused
/// for longest make room; what a statement reads stays until it ends.
/// </summary>
/// <param name="most">Bytes of all of them.</param>
internal sealed class HeldTables(long most)
{
    private const int MostKnown = 4096;
    private const string Bytes = "SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'";

    private readonly Lock gate = new();
    private readonly Dictionary<string, Table> tables = new(StringComparer.Ordinal);
    private long uses;
    private bool loading;

    // of whoever loads, one at a time
    private readonly Stack<string> gone = new();
    private bool attached;

    private enum State
    {
        Seen,
        Held,
        Refused,
    }

    /// <summary>Names of those that are in memory.</summary>
    public IReadOnlyCollection<string> Names
    {
        get
        {
            lock (gate)
            {
                return [.. tables.Where(pair => pair.Value.State == State.Held).Select(pair => pair.Key)];
            }
        }
    }

    /// <summary>The views of a statement: those over rows that are in memory read them there.</summary>
    /// <param name="connection">The statement's.</param>
    /// <param name="views">The views.</param>
    /// <param name="entered">Takes the names of the rows, for <see cref="Leave"/>.</param>
    public IReadOnlyList<WorldView> Enter(nint connection, IReadOnlyList<WorldView> views, List<string> entered)
    {
        if (views.All(view => view.Held is null))
        {
            return views;
        }

        var all = new List<WorldView>(views.Count);
        foreach (var view in views)
        {
            if (view.Held is { } rows && IsHeld(connection, rows))
            {
                entered.Add(rows.Name);
                all.Add(view with { Version = $"{view.Version} held", Sql = rows.Sql });
                continue;
            }

            all.Add(view);
        }

        return all;
    }

    /// <summary>A statement has ended that had entered.</summary>
    public void Leave(IEnumerable<string> names)
    {
        lock (gate)
        {
            foreach (var name in names)
            {
                tables[name].Statements--;
            }
        }
    }

    /// <summary>
    /// Whether rows are in memory for a statement, which says <see cref="Leave"/> when it has ended. The first that asks reads the files,
    /// the second brings them here.
    /// </summary>
    private bool IsHeld(nint connection, HeldRows rows)
    {
        Table table;
        lock (gate)
        {
            if (!tables.TryGetValue(rows.Name, out table!))
            {
                Forget();
                tables[rows.Name] = new Table { Used = ++uses };
                return false;
            }

            table.Used = ++uses;
            if (table.State == State.Held)
            {
                table.Statements++;
                return true;
            }

            if (table.State == State.Refused || loading)
            {
                return false; // whoever comes while another loads reads the files
            }

            loading = true;
        }

        try
        {
            return Load(connection, rows, table);
        }
        finally
        {
            lock (gate)
            {
                loading = false;
            }
        }
    }

    private bool Load(nint connection, HeldRows rows, Table table)
    {
        long before, after;
        try
        {
            if (!attached)
            {
                World.Execute(connection, $"ATTACH ':memory:' AS {HeldRows.Catalog}");
                attached = true;
            }

            before = InMemory(connection);
            World.Execute(connection, $"CREATE OR REPLACE TABLE {HeldRows.TableOf(rows.Name)} AS {rows.Select}");
            after = InMemory(connection);
        }
        catch (FaultException failure) when (failure.Fault.Code is "engine.sql_error" or "engine.out_of_memory" or "engine.disk_full")
        {
            lock (gate)
            {
                table.State = State.Refused; // the statement meets what is wrong with the files, if anything is
            }

            return false;
        }

        var fits = Place(rows.Name, table, Math.Max(after - before, 0));
        while (gone.TryPeek(out var name))
        {
            // nobody is in it, and whoever asks for it finds that it is not held
            World.Execute(connection, $"DROP TABLE IF EXISTS {HeldRows.TableOf(name)}");
            gone.Pop();
        }

        return fits;
    }

    /// <summary>Makes room for a table; false when there is none.</summary>
    private bool Place(string name, Table table, long bytes)
    {
        lock (gate)
        {
            var held = bytes + tables.Values.Sum(one => one.State == State.Held ? one.Bytes : 0);
            foreach (var (old, idle) in tables.Where(pair => pair.Value is { State: State.Held, Statements: 0 }).OrderBy(pair => pair.Value.Used).TakeWhile(_ => held > most))
            {
                held -= idle.Bytes;
                idle.State = State.Seen;
                gone.Push(old);
            }

            if (held > most)
            {
                table.State = State.Refused;
                gone.Push(name);
                return false;
            }

            (table.State, table.Bytes, table.Statements) = (State.Held, bytes, 1);
            return true;
        }
    }

    private static long InMemory(nint connection)
    {
        using var batches = ArrowBatches.Of(NativeStatements.Run(connection, Bytes, ParameterSet.None));
        using var batch = batches.Next();
        return batch is null ? 0 : (long)ArrowValues.Row(batch, 0)[0]!;
    }

    private void Forget()
    {
        if (tables.Count >= MostKnown && tables.Where(pair => pair.Value.State != State.Held).MinBy(pair => pair.Value.Used) is { Value: not null } oldest)
        {
            tables.Remove(oldest.Key);
        }
    }

    private sealed class Table
    {
        public State State { get; set; }

        public long Bytes { get; set; }

        public long Used { get; set; }

        public int Statements { get; set; }
    }
}
