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
internal sealed class Spool : IAsyncDisposable
{
    /// <summary>The table.</summary>
    public const string Table = "spooled";

    private readonly SpoolEngines engines;
    private readonly SpoolEngines.Engine engine;

    private Spool(SpoolEngines engines, SpoolEngines.Engine engine, DuckConnection connection) => (this.engines, this.engine, Connection) = (engines, engine, connection);

    /// <summary>Where the table is.</summary>
    public DuckConnection Connection { get; }

    /// <summary>The columns as the query has them.</summary>
    public IReadOnlyList<Field> Columns { get; private init; } = [];

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>Rows in it.</summary>
    public long Rows { get; private set; }

    /// <summary>Name of a column in the table.</summary>
    public static string Column(int number) => string.Create(CultureInfo.InvariantCulture, $"c{number}");

    /// <summary>Reads rows to their end.</summary>
    public static async Task<Spool> FillAsync(SpoolEngines engines, IEngineResult rows, CancellationToken cancellationToken)
    {
        var schema = rows.Schema;
        if (schema.FieldsList.FirstOrDefault(field => field.Metadata?.GetValueOrDefault(EngineDescription.EngineType) is { } type && type.EndsWith("[]", StringComparison.Ordinal)) is { } list)
        {
            var type = list.Metadata[EngineDescription.EngineType];
            throw new FaultException(Fault.Invalid("query.type_refused", $"Column {list.Name} is {type}, whose values cannot be written.", null, $"Cast it in the query, for example {SqlText.Quote(list.Name)}::VARCHAR[]."));
        }

        var engine = engines.Take(schema.FieldsList.Count);
        DuckConnection connection;
        try
        {
            connection = await engine.BeginAsync(cancellationToken);
        }
        catch (Exception)
        {
            engines.Return(engine);
            throw;
        }

        var spool = new Spool(engines, engine, connection) { Columns = schema.FieldsList, Names = [.. schema.FieldsList.Select(field => field.Name)] };
        try
        {
            var columns = schema.FieldsList.Select((field, i) => $"{Column(i)} {CellText.TypeName(TypeOf(field.DataType))}");
            await connection.ExecuteAsync($"CREATE TABLE {Table} ({string.Join(", ", columns)})", cancellationToken);
            while (await rows.NextAsync(cancellationToken) is { } next)
            {
                using var batch = next;
                spool.Rows += batch.Length;
                await connection.AppendAsync(Table, Plain(batch), cancellationToken); // its arrays are the batch's
            }

            return spool;
        }
        catch (Exception)
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await engine.EndAsync(Connection);
        engines.Return(engine);
    }

    private static IArrowType TypeOf(IArrowType type) => PlainColumns.IsPlain(type) ? type : StringType.Default;

    private static RecordBatch Plain(RecordBatch batch) => new(
        new Schema(batch.Schema.FieldsList.Select((field, i) => new Field(Column(i), TypeOf(field.DataType), true)), null),
        batch.Arrays.Select(array => PlainColumns.IsPlain(array.Data.DataType) ? array : PlainColumns.Texts(array)),
        batch.Length);
}
