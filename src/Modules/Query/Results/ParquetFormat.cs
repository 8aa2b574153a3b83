using Apache.Arrow;
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
                File = Path.Combine(folder, "rows.db"),
                SpillFolder = folder,
                Threads = 1,
                MemoryBytes = 256L << 20,
            }))
            using (var connection = instance.Connect())
            {
                await connection.ExecuteAsync($"CREATE TABLE rows ({Columns(rows.Schema)})", cancellationToken);
                while (await rows.NextAsync(cancellationToken) is { } next)
                {
                    using var batch = next;
                    await connection.AppendAsync("rows", batch, cancellationToken);
                }

                await connection.ExecuteAsync($"COPY rows TO {SqlText.Literal(file)} (FORMAT parquet, COMPRESSION zstd)", cancellationToken);
            }

            await using var content = File.OpenRead(file);
            await content.CopyToAsync(output, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Columns(Schema schema) => string.Join(", ", schema.FieldsList.Select(
        (field, i) => $"{SqlText.Quote(NameOf(schema, i))} {CellText.TypeName(field.DataType)}"));

    /// <summary>A table has each name once: later ones of the same name are numbered.</summary>
    private static string NameOf(Schema schema, int column)
    {
        var name = schema.FieldsList[column].Name;
        var before = schema.FieldsList.Take(column).Count(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));
        return before == 0 ? name : $"{name}_{before}";
    }
}
