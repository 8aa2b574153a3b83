using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Kept.Files;
using Talentys.Query.Results;

namespace Talentys.Query.Kept.Columns;

/// <summary>
/// Sorts and counts kept columns: an instance of the engine for each piece of work, with little memory and a folder to spill
/// to, which sees nothing but that column, under our own names. A bounded number at once.
/// </summary>
internal sealed class ColumnEngine(PlatformFolders folders) : IDisposable
{
    /// <summary>The table that holds the column: <c>v</c>, and the numbers of the rows, <c>r</c>.</summary>
    public const string Table = "k";

    private readonly SemaphoreSlim turns = new(2);

    /// <summary>Does work on an empty instance.</summary>
    /// <param name="columns">Columns of the rows that it puts into a table.</param>
    /// <param name="work">What is done.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public async Task<T> UseAsync<T>(int columns, Func<DuckConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        var folder = Path.Combine(folders.Cache, "results", $"work-{Ids.New()}");
        try
        {
            Directory.CreateDirectory(folder);
            using var instance = DuckInstance.Open(new DuckOptions
            {
                SpillFolder = folder,
                MemoryBytes = WorkTable.MemoryBytes(columns),
                Threads = columns > WorkTable.Wide ? 1 : null,
            });
            using var connection = instance.Connect();
            await WorkTable.BeginAsync(connection, folder, cancellationToken);
            return await work(connection);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(ResultFaults.NotWritten(failure), failure);
        }
        finally
        {
            turns.Release();
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Makes <see cref="Table"/> of a column.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="rows">The result.</param>
    /// <param name="column">Number of the column.</param>
    /// <param name="ordered">Only its order counts: enums stand for their values, which are in another order than their texts.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task LoadAsync(
        DuckConnection connection, RowFile rows, int column, bool ordered, CancellationToken cancellationToken)
    {
        Schema? schema = null;
        for (var batch = 0; batch < rows.Batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = rows.At(batch);
            var values = Plain(rows.Column(batch, column), ordered);
            if (schema is null)
            {
                schema = new Schema([new Field("v", values.Data.DataType, true), new Field("r", Int64Type.Default, false)], null);
                await connection.ExecuteAsync(
                    $"CREATE TABLE {Table} (v {CellText.TypeName(values.Data.DataType)}, r BIGINT)", cancellationToken);
            }

            var numbers = new Int64Array.Builder().Reserve(place.Rows).AppendRange(Numbers(place)).Build();
            using var part = new RecordBatch(schema, [values, numbers], place.Rows);
            await connection.AppendAsync(Table, part, cancellationToken);
        }
    }

    /// <summary>An array of a type that a table can have: others become their texts.</summary>
    public static IArrowArray Plain(IArrowArray array, bool ordered) => array switch
    {
        DictionaryArray dictionary when ordered => dictionary.Indices,
        _ when PlainColumns.IsPlain(array.Data.DataType) => array,
        _ => PlainColumns.Texts(array),
    };

    public void Dispose() => turns.Dispose();

    private static IEnumerable<long> Numbers(BatchPlace place)
    {
        for (var row = place.FirstRow; row < place.FirstRow + place.Rows; row++)
        {
            yield return row;
        }
    }
}
