using System.Globalization;
using Talentys.Lake.Commits;
using Talentys.Lake.Public;
using Talentys.Lake.Rows;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Writing;

/// <content>What a write is asked for as a part of a transaction.</content>
internal sealed partial class LakeWrite
{
    private readonly Dictionary<string, string> notes = [];
    private readonly List<TableRows> readers = [];
    private int opened;
    private long added;
    private RowCounts changed = new(0, 0, 0);

    /// <summary>Files that it does not want any more stay until its end.</summary>
    public bool KeepsFiles { get; init; }

    /// <summary>How it treats what is there.</summary>
    public WriteMode Mode => mode;

    /// <summary>What it makes of the table beside its rows.</summary>
    public Making Made => made;

    /// <summary>The version that it builds on, with what it makes of the table.</summary>
    public TableBase Base => begun;

    /// <inheritdoc/>
    public bool IsIdle => made == Making.Nothing && !HasRows;

    /// <summary>Whether it changes rows.</summary>
    public bool HasRows => truncated || mode != WriteMode.Append || removed.Count > 0 || partitions.Count > 0
        || session.Calls.Any(call => call.Files.Count > 0) || sink is { Touched.Count: > 0 } or { Deletes.Count: > 0 };

    /// <summary>How many rows the table has with what was done by now; files that were removed are not known of.</summary>
    public long RowsNow => (truncated ? 0 : begun.Row.Rows) + added + changed.Inserted - changed.Deleted;

    /// <summary>The table as the change sees it, for statements that read it.</summary>
    public async Task<LakeTable> OpenAsync(LakeTableRow row, CancellationToken cancellationToken)
    {
        var table = await RowsAsync(cancellationToken);
        var scan = await table.ScanAsync(null, cancellationToken);
        var found = services.Reader.OfRows(
            row, begun.Place, begun.Metadata!, table.Columns, scan.Sql, string.Create(CultureInfo.InvariantCulture, $"{writeId}.{++opened}"));
        return found with { Version = found.Version with { Rows = table.Rows } };
    }

    /// <inheritdoc/>
    public void Note(IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (name, value) in properties)
        {
            notes[name] = value;
        }
    }

    /// <summary>Remembers what was done by now.</summary>
    /// <returns>Takes back what is done from here on.</returns>
    public Action Save()
    {
        EnsureOpen();
        var (files, before, marks, cut, gone, parts, noted) =
            (session.Save(), rows, (Rows: rows?.Save(), Sink: sink?.Save(), Of: sink), truncated, removed.ToList(), partitions.ToList(), (Notes: notes.ToList(), Changed: changed, Added: added));
        return () =>
        {
            files();
            if (rows is not null && rows != before)
            {
                readers.Add(rows); // what it leased may be read still
            }

            readers.RemoveAll(one => one == before);
            (rows, sink, truncated, broken) = (before, marks.Of, cut, false);
            marks.Rows?.Invoke();
            marks.Sink?.Invoke();
            removed.Clear();
            removed.UnionWith(gone);
            partitions.Clear();
            partitions.UnionWith(parts);
            notes.Clear();
            (changed, added) = (noted.Changed, noted.Added);
            noted.Notes.ForEach(note => notes[note.Key] = note.Value);
            failedCalls++; // files that nothing names any more go at the end
        };
    }

    /// <summary>Forgets what was done before all rows go.</summary>
    private void Empty()
    {
        session.Forget();
        if (rows is not null)
        {
            readers.Add(rows);
        }

        (rows, sink, added, changed) = (null, null, 0, new RowCounts(0, 0, 0));
    }

    private Dictionary<string, string> Noted(IReadOnlyDictionary<string, string> summary)
    {
        var all = new Dictionary<string, string>(summary);
        foreach (var (name, value) in notes)
        {
            all[name] = value;
        }

        if (sink is not null)
        {
            all[SnapshotKeys.ChangesRows] = "true";
        }

        if (changed.Updated + changed.Deleted > 0 && !truncated)
        {
            // files that are written anew count their other rows too
            all[SnapshotKeys.InsertedRows] = (changed.Inserted + added).ToString(CultureInfo.InvariantCulture);
            all[SnapshotKeys.UpdatedRows] = changed.Updated.ToString(CultureInfo.InvariantCulture);
            all[SnapshotKeys.DeletedRows] = changed.Deleted.ToString(CultureInfo.InvariantCulture);
        }

        return all;
    }
}
