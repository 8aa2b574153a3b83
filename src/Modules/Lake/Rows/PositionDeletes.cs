using System.Globalization;
using System.Text;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Types;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Rows;

/// <summary>
/// Writes files of positions of deleted rows, ordered by file and position (spec, "Position delete files"): one for each data
/// file, so that it goes when that goes; one for each partition when the property asks, or when there are many.
/// </summary>
internal sealed class PositionDeletes(IObjectStore objects, LakeOptions options)
{
    private const int FilesOfTheirOwn = 1000;

    private static readonly IReadOnlyList<NestedField> Columns =
    [
        new NestedField(DeleteScope.PathFieldId, "file_path", true, new IcebergType.Primitive(PrimitiveKind.String)),
        new NestedField(DeleteScope.PositionFieldId, "pos", true, new IcebergType.Primitive(PrimitiveKind.Long)),
    ];

    /// <summary>Writes the files.</summary>
    /// <param name="connection">Where the positions are.</param>
    /// <param name="positions">A table of columns f, the number of the file, and p, the position.</param>
    /// <param name="files">The data files with their numbers; rows of others are left out.</param>
    /// <param name="target">The table.</param>
    /// <param name="prefix">How names begin.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ContentFile>> WriteAsync(
        DuckConnection connection, string positions, IReadOnlyList<KeyValuePair<int, LiveFile>> files, WriteTarget target, string prefix, CancellationToken cancellationToken)
    {
        var layout = WriteLayout.Of(target.Metadata, Columns, options) with { Metrics = MetricsModes.Whole };
        var copy = new ParquetCopy(connection, objects, target.Place, layout, Columns, prefix);
        var written = new List<ContentFile>();
        var together = files.Count > FilesOfTheirOwn || TableProperties.Text(target.Metadata, TableProperties.DeleteGranularity) == "partition";
        foreach (var partition in files.GroupBy(file => (file.Value.Partition, together ? -1 : file.Key)))
        {
            var names = partition.Select(file => string.Create(
                CultureInfo.InvariantCulture, $"({file.Key}, {SqlText.Literal(file.Value.File.Path)})"));
            var rows = $"SELECT n.file_path, CAST(m.p AS BIGINT) AS pos FROM {positions} AS m JOIN (VALUES {string.Join(", ", names)}) AS n(f, file_path) ON m.f = n.f ORDER BY n.file_path, m.p";
            if (await copy.WriteOneAsync(rows, cancellationToken) is { } file)
            {
                var paths = partition.Select(one => one.Value.File.Path).ToList();
                written.Add(file with
                {
                    Content = FileContent.PositionDeletes,
                    SpecId = partition.First().Value.File.SpecId,
                    Partition = partition.First().Value.File.Partition,
                    ReferencedDataFile = paths.Count == 1 ? paths[0] : null,
                    LowerBounds = With(file.LowerBounds, paths.MinBy(path => path, ByBytes.Instance)!),
                    UpperBounds = With(file.UpperBounds, paths.MaxBy(path => path, ByBytes.Instance)!),
                });
            }
        }

        return written;
    }

    // the engine cuts its own bounds of texts this long, and readers take equal bounds for the one file that it is about
    private static Dictionary<int, byte[]> With(IReadOnlyDictionary<int, byte[]>? bounds, string path) => new(bounds ?? new Dictionary<int, byte[]>())
    {
        [DeleteScope.PathFieldId] = Encoding.UTF8.GetBytes(path),
    };

    /// <summary>Orders as the spec does.</summary>
    private sealed class ByBytes : IComparer<string>
    {
        public static ByBytes Instance { get; } = new();

        public int Compare(string? x, string? y) => SingleValue.Compare(x!, y!);
    }
}
