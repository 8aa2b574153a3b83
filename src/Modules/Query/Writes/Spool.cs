using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Results;

namespace Talentys.Query.Writes;

/// <summary>
/// Rows on their way from the engine of an organisation into the lake: a table on disk in an instance of this process, in which nothing
/// runs but our own statements over it. Its columns are named by their numbers.
/// </summary>
internal sealed class Spool : IDisposable
{
    /// <summary>The table.</summary>
    public const string Table = "spooled";

    private const long LeastBytes = 512L << 20;

    private readonly string folder;
    private readonly DuckInstance instance;

    private Spool(string folder, int columns)
    {
        this.folder = folder;
        instance = DuckInstance.Open(new DuckOptions { SpillFolder = folder, MemoryBytes = Math.Max(LeastBytes, WorkTable.MemoryBytes(columns)) });
        Connection = instance.Connect();
    }

    /// <summary>Where the table is.</summary>
    public DuckConnection Connection { get; }

    /// <summary>Names of the columns as the query has them.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>Rows in it.</summary>
    public long Rows { get; private set; }

    /// <summary>Name of a column in the table.</summary>
    public static string Column(int number) => string.Create(CultureInfo.InvariantCulture, $"c{number}");

    /// <summary>Reads rows to their end.</summary>
    public static async Task<Spool> FillAsync(PlatformFolders folders, IEngineResult rows, CancellationToken cancellationToken)
    {
        // beside the results that pages look at: what a process leaves there when it dies is removed with theirs
        var folder = Directory.CreateDirectory(Path.Combine(folders.Cache, "results", $"write-{Ids.New()}")).FullName;
        Spool? spool = null;
        try
        {
            var schema = rows.Schema;
            spool = new Spool(folder, schema.FieldsList.Count) { Names = [.. schema.FieldsList.Select(field => field.Name)] };
            await WorkTable.BeginAsync(spool.Connection, folder, cancellationToken);
            var columns = schema.FieldsList.Select((field, i) => $"{Column(i)} {CellText.TypeName(TypeOf(field.DataType))}");
            await spool.Connection.ExecuteAsync($"CREATE TABLE {Table} ({string.Join(", ", columns)})", cancellationToken);
            while (await rows.NextAsync(cancellationToken) is { } next)
            {
                using var batch = next;
                spool.Rows += batch.Length;
                await spool.Connection.AppendAsync(Table, Plain(batch), cancellationToken); // its arrays are the batch's
            }

            return spool;
        }
        catch (Exception)
        {
            spool?.Dispose();
            if (spool is null)
            {
                Directory.Delete(folder, recursive: true);
            }

            throw;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        instance.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static IArrowType TypeOf(IArrowType type) => PlainColumns.IsPlain(type) ? type : StringType.Default;

    private static RecordBatch Plain(RecordBatch batch) => new(
        new Schema(batch.Schema.FieldsList.Select((field, i) => new Field(Column(i), TypeOf(field.DataType), true)), null),
        batch.Arrays.Select(array => PlainColumns.IsPlain(array.Data.DataType) ? array : PlainColumns.Texts(array)),
        batch.Length);
}
