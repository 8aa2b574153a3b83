using System.Globalization;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Public;

namespace Talentys.Lake.Tests.Rows;

/// <summary>A table in memory, in the simplest way: rows by id, with a number for each column. Each step makes the next state and does the same to the lake.</summary>
internal sealed class TableModel(Random random)
{
    /// <summary>How many kinds of steps there are.</summary>
    public const int Kinds = 18;

    private readonly List<(long Version, State State)> history = [];
    private int? kept;
    private int lastColumn;
    private long lastId;

    /// <summary>What the table holds.</summary>
    public State Now { get; private set; } = State.Empty;

    /// <summary>What the step under way leads to.</summary>
    public State Next { get; private set; } = State.Empty;

    /// <summary>Whether the step under way lets versions go.</summary>
    public bool Expires => kept is not null;

    /// <summary>Versions and what they hold.</summary>
    public IReadOnlyList<(long Version, State State)> History => history;

    /// <summary>The table as it begins.</summary>
    public TableDesign Design()
    {
        string[][] partitions = [[], [], ["bucket(3, id)"], ["truncate(4, id)"], ["c0"], ["bucket(2, id)", "c0"]];
        string[][] sort = [[], [], ["id desc"], ["c0", "id"]];
        var mode = random.Next(2) == 0 ? "merge-on-read" : "copy-on-write";
        var other = random.Next(2) == 0 ? "merge-on-read" : "copy-on-write";
        Now = new State(["c0"], new SortedDictionary<long, long?[]>());
        return new TableDesign
        {
            Columns = [new ColumnDesign("id", "BIGINT", Required: random.Next(2) == 0), new ColumnDesign("c0", "BIGINT")],
            Partitions = partitions[random.Next(partitions.Length)],
            Sort = sort[random.Next(sort.Length)],
            Properties = new Dictionary<string, string> { ["write.delete.mode"] = mode, ["write.update.mode"] = other, ["write.merge.mode"] = mode, ["commit.manifest.min-count-to-merge"] = "4" },
        };
    }

    /// <summary>A step that is chosen by chance; it is begun on the lake by the action that it gives.</summary>
    /// <param name="wanted">The kind of step; null leaves it to chance.</param>
    public Func<IcebergLakeStep, Task> Choose(int? wanted = null)
    {
        var choice = wanted ?? random.Next(Kinds);
        kept = null;
        return choice switch
        {
            0 or 1 or 2 => Append(),
            3 => Replace(),
            4 or 5 => Delete(),
            6 or 7 => Update(),
            8 or 9 => Merge(),
            10 => Truncate(),
            11 => Alter(),
            12 => Rollback(),
            13 => Several(),
            14 => KeepUp<CompactAction>(),
            15 => KeepUp<ManifestsAction>(),
            16 => Expire(),
            _ => KeepUp<OrphansAction>(),
        };
    }

    /// <summary>The step was published.</summary>
    public void Took(long version)
    {
        Now = Next;
        if (history.Count == 0 || history[^1].Version != version)
        {
            history.Add((version, Now));
        }
    }

    /// <summary>Compares the versions that are there; those that were to go are forgotten, unless a failure kept all of them.</summary>
    public void Compare(IReadOnlySet<long> there, bool failed)
    {
        var versions = history.Select(one => one.Version).Where(version => version > 0).ToList();
        if (!(failed && there.SetEquals(versions)))
        {
            Assert.Equal(kept is { } most ? versions.TakeLast(most) : versions, there.Order());
            history.RemoveAll(one => one.Version > 0 && !there.Contains(one.Version));
        }
    }

    private Func<IcebergLakeStep, Task> KeepUp<T>()
        where T : IUpkeepAction
    {
        Next = Now;
        return step => step.KeepUpAsync<T>(new UpkeepOrder(OrphansAfter: TimeSpan.FromDays(-36_500)));
    }

    private Func<IcebergLakeStep, Task> Expire()
    {
        Next = Now;
        var most = 1 + random.Next(3);
        kept = most;
        return step => step.KeepUpAsync<ExpireAction>(new UpkeepOrder(TimeSpan.Zero, most));
    }

    private Func<IcebergLakeStep, Task> Append()
    {
        var rows = NewRows(1 + random.Next(6));
        Next = Now.With(rows);
        var select = Select(Now.Columns, rows);
        return step => step.WriteAsync(WriteMode.Append, select);
    }

    private Func<IcebergLakeStep, Task> Replace()
    {
        var rows = NewRows(1 + random.Next(6));
        Next = new State(Now.Columns, rows);
        var select = Select(Now.Columns, rows);
        return step => step.WriteAsync(WriteMode.Replace, select);
    }

    private Func<IcebergLakeStep, Task> Delete()
    {
        var (condition, matches) = Condition();
        Next = Now.Without(matches);
        return step => step.ChangeAsync((change, token) => change.DeleteAsync(step.Connection, condition, token));
    }

    private Func<IcebergLakeStep, Task> Update()
    {
        var (condition, matches) = Condition();
        var at = random.Next(Now.Columns.Count);
        var plus = random.Next(5);
        Next = Now.Map((id, values) => matches(id, values) ? Set(values, at, id + plus) : values);
        var column = Now.Columns[at];
        return step => step.ChangeAsync((change, token) =>
            change.UpdateAsync(step.Connection, new Dictionary<string, string> { [column] = $"id + {Text(plus)}" }, condition, token));
    }

    private Func<IcebergLakeStep, Task> Merge()
    {
        var known = Now.Rows.Keys.Where(_ => random.Next(3) == 0).ToList();
        var rows = NewRows(random.Next(4));
        foreach (var id in known)
        {
            rows[id] = NewValues();
        }

        var (deletes, third) = (random.Next(2) == 0, random.Next(3) == 0);
        var next = Now.Map((id, values) => known.Contains(id) ? deletes && id % 2 == 0 ? null : rows[id] : third && id % 5 == 0 ? null : values);
        Next = next.With(new SortedDictionary<long, long?[]>(rows.Where(row => !known.Contains(row.Key)).ToDictionary()));
        var merge = new LakeMerge
        {
            Source = Select(Now.Columns, rows),
            On = "target.id = source.id",
            WhenMatched = deletes ? [new MergeClause.Delete("target.id % 2 = 0"), new MergeClause.Update()] : [new MergeClause.Update()],
            WhenNotMatched = [new MergeClause.Insert()],
            WhenNotMatchedBySource = third ? [new MergeClause.Delete("target.id % 5 = 0")] : [],
        };
        return step => step.ChangeAsync((change, token) => change.MergeAsync(step.Connection, merge, token));
    }

    private Func<IcebergLakeStep, Task> Truncate()
    {
        Next = new State(Now.Columns, new SortedDictionary<long, long?[]>());
        return step => step.ChangeAsync((change, _) =>
        {
            change.Truncate();
            return Task.FromResult(new RowCounts(0, 0, 0));
        });
    }

    private Func<IcebergLakeStep, Task> Several()
    {
        var rows = NewRows(2);
        var (condition, matches) = Condition();
        Next = Now.With(rows).Without(matches);
        var select = Select(Now.Columns, rows);
        return step => step.ChangeAsync(async (change, token) =>
        {
            await change.WriteAsync(step.Connection, select, null, token);
            return await change.DeleteAsync(step.Connection, condition, token);
        });
    }

    private Func<IcebergLakeStep, Task> Alter()
    {
        if (random.Next(4) == 0)
        {
            string[][] partitions = [[], ["bucket(2, id)"], ["truncate(3, id)"], ["c0"], ["bucket(5, id)", "c0"]];
            var chosen = partitions[random.Next(partitions.Length)];
            Next = Now;
            return step => step.AlterAsync(new TableAlteration { Partitions = chosen });
        }

        if (Now.Columns.Count > 1 && random.Next(2) == 0)
        {
            var at = 1 + random.Next(Now.Columns.Count - 1);
            var column = Now.Columns[at];
            if (random.Next(2) == 0)
            {
                Next = new State([.. Now.Columns.Where(one => one != column)], Now.Map((_, values) => [.. values.Where((_, i) => i != at)]).Rows);
                return step => step.AlterAsync(new TableAlteration { Columns = [new ColumnChange.Drop(column)] });
            }

            var renamed = $"c{Text(++lastColumn)}";
            Next = new State([.. Now.Columns.Select(one => one == column ? renamed : one)], Now.Rows);
            return step => step.AlterAsync(new TableAlteration { Columns = [new ColumnChange.Rename(column, renamed)] });
        }

        var added = $"c{Text(++lastColumn)}";
        Next = new State([.. Now.Columns, added], Now.Map((_, values) => [.. values, null]).Rows);
        return step => step.AlterAsync(new TableAlteration { Columns = [new ColumnChange.Add(added, "BIGINT")] });
    }

    private Func<IcebergLakeStep, Task> Rollback()
    {
        if (history.Count == 0 || history.All(one => one.Version == 0))
        {
            return Append();
        }

        var (version, state) = history.Where(one => one.Version > 0).ElementAt(random.Next(history.Count(one => one.Version > 0)));
        Next = state;
        return step => step.RollbackAsync(version);
    }

    private (string Sql, Func<long, long?[], bool> Matches) Condition()
    {
        var number = random.Next(2, 5);
        var at = random.Next(Now.Columns.Count);
        return random.Next(4) switch
        {
            0 => ($"id % {Text(number)} = 0", (id, _) => id % number == 0),
            1 => ($"id <= {Text(lastId / 2)}", (id, _) => id <= lastId / 2),
            2 => ($"{Now.Columns[at]} IS NULL", (_, values) => values[at] is null),
            _ => ($"{Now.Columns[at]} > {Text(number * 2)}", (_, values) => values[at] > number * 2),
        };
    }

    private SortedDictionary<long, long?[]> NewRows(int count)
    {
        var rows = new SortedDictionary<long, long?[]>();
        for (var i = 0; i < count; i++)
        {
            rows[++lastId] = NewValues();
        }

        return rows;
    }

    private long?[] NewValues() => [.. Now.Columns.Select(_ => random.Next(4) == 0 ? (long?)null : random.Next(12))];

    private static long?[] Set(long?[] values, int at, long value) => [.. values.Select((old, i) => i == at ? value : old)];

    private static string Select(IReadOnlyList<string> columns, IReadOnlyDictionary<long, long?[]> rows)
    {
        var empty = $"SELECT CAST(NULL AS BIGINT) AS id, {string.Join(", ", columns.Select(column => $"CAST(NULL AS BIGINT) AS {column}"))} WHERE false";
        return string.Join(" UNION ALL ", rows.Select(row =>
            $"SELECT CAST({Text(row.Key)} AS BIGINT), {string.Join(", ", row.Value.Select(value => value is { } one ? $"CAST({Text(one)} AS BIGINT)" : "CAST(NULL AS BIGINT)"))}").Prepend(empty));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Columns beside the id, and their values by id.</summary>
    internal sealed record State(IReadOnlyList<string> Columns, IReadOnlyDictionary<long, long?[]> Rows)
    {
        public static State Empty { get; } = new([], new SortedDictionary<long, long?[]>());

        public string Text => string.Join("; ", Rows.Select(row => $"{row.Key}:{string.Join(",", row.Value.Select(value => value?.ToString(CultureInfo.InvariantCulture) ?? "null"))}").Prepend(string.Join(",", Columns)));

        public State With(IReadOnlyDictionary<long, long?[]> more) => this with { Rows = new SortedDictionary<long, long?[]>(Rows.Concat(more).ToDictionary()) };

        public State Without(Func<long, long?[], bool> matches) => Map((id, values) => matches(id, values) ? null : values);

        public State Map(Func<long, long?[], long?[]?> map) => this with
        {
            Rows = new SortedDictionary<long, long?[]>(Rows.Select(row => (row.Key, Value: map(row.Key, row.Value))).Where(row => row.Value is not null).ToDictionary(row => row.Key, row => row.Value!)),
        };
    }
}
