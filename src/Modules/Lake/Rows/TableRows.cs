using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Types;

namespace Talentys.Lake.Rows;

/// <summary>
/// The files of a table as a change in progress sees them: those of the version it began with, and what it did since. Data
/// files have numbers, by which temporary tables name them.
/// </summary>
internal sealed class TableRows(
    TableBase target, TableMetadata metadata, IReadOnlyList<NestedField> columns, LiveFiles files, ScanPlanner planner, ILakeCopies copies) : IDisposable
{
    /// <summary>Column of the number of the file.</summary>
    public const string FileColumn = "__talentys_file";

    /// <summary>Column of the row's position in it, from 0.</summary>
    public const string PositionColumn = "__talentys_position";

    private readonly Dictionary<int, LiveFile> data = files.Data.Select((file, number) => (file, number)).ToDictionary(one => one.number, one => one.file);
    private readonly List<LiveFile> deletes = [.. files.Deletes];
    private readonly List<IDisposable> leases = [];
    private int next = files.Data.Count;

    /// <summary>The table's columns.</summary>
    public IReadOnlyList<NestedField> Columns { get; private set; } = UniqueNames.Of(columns);

    /// <summary>Rows of the data files, those that positions mark as deleted too.</summary>
    public long Rows => data.Values.Sum(file => file.File.Rows);

    /// <summary>A data file by its number.</summary>
    public LiveFile this[int number] => data[number];

    /// <summary>Numbers of the files that may hold rows that are meant.</summary>
    public IReadOnlyList<int> Candidates(RowFilter meant) => [.. data.Where(file => meant.MayMatch(file.Value.File, metadata)).Select(file => file.Key)];

    /// <summary>Whether the change itself wrote a data file.</summary>
    public bool IsOwn(int number) => number >= files.Data.Count;

    /// <summary>Takes columns that the change added.</summary>
    public void Grow(IReadOnlyList<NestedField> grown) => Columns = UniqueNames.Of(grown);

    /// <summary>Adds files of this change.</summary>
    public void Add(IEnumerable<ContentFile> added, Func<string, string> pathOf, IReadOnlyList<NestedField> written)
    {
        // what the change itself deletes is as old as what it adds, so positions apply (spec)
        var sequence = metadata.LastSequenceNumber + 1;
        var schema = new IcebergSchema(0, written);
        foreach (var file in added)
        {
            var live = new LiveFile(file, pathOf(file.Path), sequence, PartitionKey.Of(file), schema);
            if (file.Content == FileContent.Data)
            {
                data[next++] = live;
            }
            else
            {
                deletes.Add(live);
            }
        }
    }

    /// <summary>Remembers what was done by now.</summary>
    /// <returns>Forgets what is done from here on.</returns>
    public Action Save()
    {
        var (rows, marks, columns) = (data.ToList(), deletes.ToList(), Columns);
        return () =>
        {
            data.Clear();
            rows.ForEach(row => data[row.Key] = row.Value);
            deletes.Clear();
            deletes.AddRange(marks);
            Columns = columns;
        };
    }

    /// <summary>Takes data files away, and delete files.</summary>
    public void Remove(IEnumerable<int> numbers, IReadOnlyCollection<ContentFile> idle)
    {
        deletes.RemoveAll(delete => idle.Contains(delete.File));
        foreach (var number in numbers)
        {
            data.Remove(number);
        }
    }

    /// <summary>The SELECT of rows of some files with their columns, number and position; of all without numbers.</summary>
    public async Task<Scan> ScanAsync(IEnumerable<int>? numbers, CancellationToken cancellationToken)
    {
        var chosen = (numbers ?? data.Keys).Order().ToList();
        var scanned = await planner.PlanAsync(
            target.Place, new TableView(metadata, metadata.CurrentSchema with { Fields = Columns }),
            new LiveFiles([.. chosen.Select(number => data[number])], deletes), cancellationToken);
        var numbered = chosen.Zip(scanned, (number, file) => KeyValuePair.Create(number, file)).ToList();
        var withRows = ScanSql.WithRows(Columns, numbered, FileColumn, PositionColumn);
        if (await copies.LeaseAsync([withRows], null, cancellationToken) is { } lease)
        {
            leases.Add(lease);
        }

        return new Scan(
            ScanSql.Of(Columns, scanned),
            withRows,
            [.. numbered.Where(one => one.Value.Positions.Count + one.Value.Equalities.Count > 0).Select(one => one.Key)]);
    }

    /// <inheritdoc/>
    public void Dispose() => leases.ForEach(lease => lease.Dispose());

    /// <summary>How rows are read.</summary>
    /// <param name="Sql">Their columns alone.</param>
    /// <param name="WithRows">With number of the file and position.</param>
    /// <param name="WithDeletes">Numbers of the files to which deletes apply, so that their count is not that of their rows.</param>
    internal sealed record Scan(string Sql, string WithRows, IReadOnlyList<int> WithDeletes);
}
