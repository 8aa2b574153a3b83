using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Stores;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Rows;

/// <summary>Makes changed rows into files: those of touched files written anew, or positions of deleted rows beside them.</summary>
/// <param name="session">The files of the write.</param>
/// <param name="writer">Writes positions.</param>
/// <param name="objects">Where files are.</param>
/// <param name="target">The table.</param>
/// <param name="writeId">Part of the names of files.</param>
/// <param name="keepsFiles">Files of the write itself that are not wanted any more stay until its end: others read them, or they may be wanted again.</param>
internal sealed class RowSink(WriteSession session, PositionDeletes writer, IObjectStore objects, WriteTarget target, string writeId, bool keepsFiles)
{
    private readonly HashSet<string> removed = [];
    private readonly List<ContentFile> touched = [];
    private readonly List<ContentFile> deletes = [];
    private readonly List<RowFilter> concerns = [];
    private readonly List<RowFilter> expected = [];
    private int deleteCalls;

    /// <summary>Locations of files that were there before and go.</summary>
    public IReadOnlySet<string> Removed => removed;

    /// <summary>Data files that were there before and lose rows.</summary>
    public IReadOnlyList<ContentFile> Touched => touched;

    /// <summary>Rows that others may not add to meanwhile; none under snapshot isolation.</summary>
    public IReadOnlyList<RowFilter> Concerns => concerns;

    /// <summary>Takes note of rows that others may not add to.</summary>
    public void Concern(RowFilter rows) => concerns.Add(rows);

    /// <summary>Takes note of rows that were looked for, before it is told what is done with them.</summary>
    public void Expect(RowFilter rows) => expected.Add(rows);

    /// <summary>Others may not add to the rows that were looked for.</summary>
    public void ConcernExpected()
    {
        concerns.AddRange(expected);
        expected.Clear();
    }

    /// <summary>New delete files.</summary>
    public IReadOnlyList<ContentFile> Deletes => deletes;

    /// <summary>Changes rows.</summary>
    /// <param name="connection">Where they are worked on.</param>
    /// <param name="table">The table.</param>
    /// <param name="positions">A table of columns f and p: rows that go.</param>
    /// <param name="replacement">The SELECT of rows that come, made of that of the touched files' rows; null or an empty text for none.</param>
    /// <param name="modes">How.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Rows that went and came.</returns>
    public async Task<(long Gone, long Come)> ApplyAsync(
        DuckConnection connection, TableRows table, string positions, Func<string, string>? replacement, RowModes modes, CancellationToken cancellationToken)
    {
        var matched = await CountsAsync(connection, $"SELECT f, count(*) FROM {positions} GROUP BY f", cancellationToken);
        var scan = await table.ScanAsync(matched.Keys, cancellationToken);
        var live = matched.Keys.ToDictionary(number => number, number => table[number].File.Rows);
        if (scan.WithDeletes.Count > 0)
        {
            var worn = await table.ScanAsync(scan.WithDeletes, cancellationToken);
            foreach (var (number, rows) in await CountsAsync(
                connection, $"SELECT {TableRows.FileColumn}, count(*) FROM ({worn.WithRows}) GROUP BY 1", cancellationToken))
            {
                live[number] = rows;
            }
        }

        // a file that loses all rows goes whole, in either mode
        var rest = matched.Keys.Where(number => matched[number] < live[number]).ToList();
        var parts = new List<string>();
        if (!modes.MergeOnRead && rest.Count > 0)
        {
            var columns = string.Join(", ", table.Columns.Select(column => $"target.{SqlText.Quote(column.Name)}"));
            var kept = await table.ScanAsync(rest, cancellationToken);
            parts.Add($"SELECT {columns} FROM ({kept.WithRows}) AS target WHERE NOT EXISTS (SELECT 1 FROM {positions} AS m WHERE m.f = target.{TableRows.FileColumn} AND m.p = target.{TableRows.PositionColumn})");
        }

        if (replacement?.Invoke(scan.WithRows) is { Length: > 0 } sql)
        {
            parts.Add(sql);
        }

        var files = parts.Count == 0 ? [] : await session.WriteOwnAsync(connection, string.Join(" UNION ALL ", parts), cancellationToken);
        if (modes.MergeOnRead && rest.Count > 0)
        {
            var marked = await writer.WriteAsync(
                connection, positions, [.. rest.Select(number => KeyValuePair.Create(number, table[number]))], target,
                string.Create(CultureInfo.InvariantCulture, $"{writeId}-deletes-{++deleteCalls:00000}"), cancellationToken);
            deletes.AddRange(marked);
            table.Add(marked, PathOf, table.Columns);
        }

        await ForgetAsync(table, matched.Keys, modes.MergeOnRead ? [.. matched.Keys.Except(rest)] : [.. matched.Keys]);
        table.Add(files, PathOf, table.Columns);
        var keptRows = modes.MergeOnRead ? 0 : rest.Sum(number => live[number] - matched[number]);
        return (matched.Values.Sum(), files.Sum(file => file.Rows) - keptRows);
    }

    /// <summary>Adds rows with the table's own columns.</summary>
    public async Task<long> AppendAsync(DuckConnection connection, TableRows table, string select, CancellationToken cancellationToken)
    {
        var files = await session.WriteAsync(connection, select, null, cancellationToken);
        table.Grow(session.Columns!);
        table.Add(files, PathOf, session.Calls[^1].Columns);
        return files.Sum(file => file.Rows);
    }

    /// <summary>Where the engine reads a file that was just written.</summary>
    public string PathOf(string location) => objects.ReadPath(location) ?? location;

    private async Task ForgetAsync(TableRows table, IEnumerable<int> matched, IReadOnlyList<int> gone)
    {
        touched.AddRange(matched.Where(number => !table.IsOwn(number)).Select(number => table[number].File));
        foreach (var number in gone)
        {
            if (table.IsOwn(number))
            {
                session.Discard(table[number].File);
                await DeleteAsync([table[number].File]);
            }
            else
            {
                removed.Add(target.Place.Resolve(table[number].File.Path));
            }
        }

        // positions in files that go whole were marked in vain
        var paths = gone.Select(number => table[number].File.Path).ToHashSet();
        var idle = deletes.Where(delete => delete.ReferencedDataFile is { } path && paths.Contains(path)).ToList();
        deletes.RemoveAll(idle.Contains);
        await DeleteAsync(idle);
        table.Remove(gone, idle);
    }

    private Task DeleteAsync(IReadOnlyList<ContentFile> files) =>
        keepsFiles ? Task.CompletedTask : objects.DeleteAsync([.. files.Select(file => file.Path)], CancellationToken.None);

    /// <summary>Remembers what was done by now.</summary>
    /// <returns>Forgets what is done from here on.</returns>
    public Action Save()
    {
        var (gone, lost, marks, asked, looked) = (removed.ToList(), touched.ToList(), deletes.ToList(), concerns.ToList(), expected.ToList());
        return () =>
        {
            removed.Clear();
            removed.UnionWith(gone);
            Restore(touched, lost);
            Restore(deletes, marks);
            Restore(concerns, asked);
            Restore(expected, looked);
        };

        static void Restore<T>(List<T> list, List<T> saved)
        {
            list.Clear();
            list.AddRange(saved);
        }
    }

    private static async Task<Dictionary<int, long>> CountsAsync(DuckConnection connection, string sql, CancellationToken cancellationToken) =>
        (await connection.RowsAsync(sql, [], cancellationToken)).ToDictionary(
            row => Convert.ToInt32(row[0], CultureInfo.InvariantCulture), row => Convert.ToInt64(row[1], CultureInfo.InvariantCulture));
}
