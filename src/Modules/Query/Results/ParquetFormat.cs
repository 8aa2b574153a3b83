using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Query.Results;

/// <summary>
/// Rows as a Parquet file. A Parquet file ends with its index, so that the engine first writes it to the cache folder, from
/// a table on disk; then it is sent.
/// </summary>
internal sealed class ParquetFormat(PlatformFolders folders) : IRowFormat
{
    public string MediaType => "application/vnd.apache.parquet";

    public async Task WriteAsync(LimitedRows rows, Stream output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(folders.Cache, "exports", Ids.New())).FullName;
        try
        {
            var file = Path.Combine(folder, "rows.parquet");
            using (var instance = DuckInstance.Open(new DuckOptions
            {
                SpillFolder = folder,
                Threads = 1,
                MemoryBytes = WorkTable.MemoryBytes(rows.Schema.FieldsList.Count),
            }))
            using (var connection = instance.Connect())
            {
                await WorkTable.BeginAsync(connection, folder, cancellationToken);
                await connection.ExecuteAsync($"CREATE TABLE rows ({Columns(rows.Schema)})", cancellationToken);
                while (await rows.NextAsync(cancellationToken) is { } next)
                {
                    using var batch = next;
                    await connection.AppendAsync("rows", Plain(batch), cancellationToken); // its arrays are the batch's
                }

                await connection.ExecuteAsync(
                    $"COPY rows TO {SqlText.Literal(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {WorkTable.GroupRows(rows.Schema.FieldsList.Count)})",
                    cancellationToken);
            }

            await using var content = File.OpenRead(file);
            await content.CopyToAsync(output, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Columns(Schema schema)
    {
        var names = ColumnNames.Distinct(schema, StringComparer.OrdinalIgnoreCase);
        return string.Join(", ", schema.FieldsList.Select(
            (field, i) => $"{SqlText.Quote(names[i].Length == 0 ? $"column_{i + 1}" : names[i])} {CellText.TypeName(TypeOf(field.DataType))}"));
    }

    private static IArrowType TypeOf(IArrowType type) => PlainColumns.FitsParquet(type) ? type : StringType.Default;

    private static RecordBatch Plain(RecordBatch batch) => new(
        new Schema(batch.Schema.FieldsList.Select(field => new Field(field.Name, TypeOf(field.DataType), true)), null),
        batch.Arrays.Select(array => PlainColumns.FitsParquet(array.Data.DataType) ? array : PlainColumns.Texts(array)),
        batch.Length);
}
