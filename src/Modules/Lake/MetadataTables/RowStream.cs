using System.Text;
using System.Text.Json;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Lake.MetadataTables;

/// <summary>
/// Rows on their way to the engine: few of them as JSON inside of the statement, many through a file that becomes Parquet (a
/// million files of a table take seconds once, and then nothing; as text in a statement they would take minutes each time).
/// </summary>
internal sealed class RowStream(MetadataTableKind kind, string file) : IAsyncDisposable
{
    private const int InStatement = 256 * 1024;

    private readonly MemoryStream buffer = new();
    private FileStream? spilled;

    /// <summary>Adds a row.</summary>
    public async ValueTask AddAsync(Action<Utf8JsonWriter> row, CancellationToken cancellationToken)
    {
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            row(writer);
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        if (buffer.Length >= InStatement)
        {
            if (spilled is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                spilled = new FileStream($"{file}.{Guid.NewGuid():N}.ndjson", FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1, FileOptions.Asynchronous);
            }

            await spilled.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            buffer.SetLength(0);
        }
    }

    /// <summary>The SELECT that gives them.</summary>
    public async Task<string> SelectAsync(CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", kind.Columns.Select(column => column.Type == MetadataTableKind.Moment
            ? $"make_timestamptz(r.{SqlText.Quote(column.Name)}) AS {SqlText.Quote(column.Name)}"
            : $"r.{SqlText.Quote(column.Name)} AS {SqlText.Quote(column.Name)}"));
        if (spilled is null)
        {
            var lines = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var types = JsonSerializer.Serialize(kind.Columns.ToDictionary(column => column.Name, column => Stored(column.Type)));
            return $"SELECT {columns} FROM (SELECT unnest(from_json({SqlText.Literal($"[{string.Join(',', lines)}]")}, {SqlText.Literal($"[{types}]")})) AS r)";
        }

        await spilled.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
        await spilled.FlushAsync(cancellationToken);
        var structure = string.Join(", ", kind.Columns.Select(column => $"{SqlText.Literal(column.Name)}: {SqlText.Literal(Stored(column.Type))}"));
        using var engine = DuckInstance.Open(new DuckOptions { Threads = 2, MemoryBytes = EngineBudget.Least, SpillFolder = "" });
        using var connection = engine.Connect();
        var temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await connection.ExecuteAsync(
                $"COPY (SELECT {columns} FROM read_json({SqlText.Literal(spilled.Name)}, format='newline_delimited', columns={{{structure}}}) AS r) TO {SqlText.Literal(temporary)} (FORMAT parquet, COMPRESSION zstd)",
                cancellationToken);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return SelectOf(file);
    }

    /// <summary>The SELECT of rows that were made before.</summary>
    public static string SelectOf(string file) => $"SELECT * FROM read_parquet({SqlText.Literal(file)}, hive_partitioning=false)";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (spilled is not null)
        {
            await spilled.DisposeAsync();
            File.Delete(spilled.Name);
        }

        await buffer.DisposeAsync();
    }

    private static string Stored(string type) => type == MetadataTableKind.Moment ? "BIGINT" : type;
}
