using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Query.SystemTables;

/// <summary>
/// Gives facts to the engine: few rows inside of the statement, many through a Parquet file beside those of the lake's metadata tables,
/// where the engine may read and which is swept like them. Its name tells its content, so that principals who see the same share it.
/// </summary>
internal sealed class FactStore(PlatformFolders folders, TimeProvider clock)
{
    private const int InStatement = 48 * 1024;

    /// <summary>The fact of rows.</summary>
    public async Task<Fact> KeepAsync(FactRows rows, CancellationToken cancellationToken)
    {
        var json = rows.End();
        var kind = rows.Kind;
        var types = JsonSerializer.Serialize(kind.Columns.ToDictionary(column => column.Name, column => column.Type));
        var version = Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(json.Span), .. Encoding.UTF8.GetBytes(types)]))[..40];
        if (json.Length <= InStatement)
        {
            var names = string.Join(", ", kind.Columns.Select(column => $"__fact.{SqlText.Quote(column.Name)}"));
            return new Fact(
                kind.Name, version,
                $"SELECT {names} FROM (SELECT unnest(from_json({SqlText.Literal(Encoding.UTF8.GetString(json.Span))}, {SqlText.Literal($"[{types}]")})) AS __fact)", null);
        }

        var file = Path.Combine(folders.Cache, "lake", $"{version}.parquet");
        if (!CacheFiles.Use(file, clock))
        {
            await WriteAsync(kind, json, file, cancellationToken);
        }

        return new Fact(kind.Name, version, $"SELECT * FROM read_parquet({SqlText.Literal(file)}, hive_partitioning=false)", file);
    }

    /// <summary>Whether a fact can be read now; takes note that it is.</summary>
    public bool Use(Fact fact) => fact.File is null || CacheFiles.Use(fact.File, clock);

    private static async Task WriteAsync(FactKind kind, ReadOnlyMemory<byte> json, string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await File.WriteAllBytesAsync($"{temporary}.json", json, cancellationToken);
            var structure = string.Join(", ", kind.Columns.Select(column => $"{SqlText.Literal(column.Name)}: {SqlText.Literal(column.Type)}"));
            using var engine = DuckInstance.Open(new DuckOptions { Threads = 2, MemoryBytes = EngineBudget.Least, SpillFolder = "" });
            using var connection = engine.Connect();
            await connection.ExecuteAsync(
                $"COPY (SELECT * FROM read_json({SqlText.Literal($"{temporary}.json")}, format='array', columns={{{structure}}})) TO {SqlText.Literal(temporary)} (FORMAT parquet, COMPRESSION zstd)",
                cancellationToken);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete($"{temporary}.json");
            File.Delete(temporary);
        }
    }
}

/// <summary>Rows that the engine can read.</summary>
/// <param name="Name">Name.</param>
/// <param name="Version">Tells its content.</param>
/// <param name="Sql">The SELECT that gives them.</param>
/// <param name="File">The file that they are in; null for those inside of the SELECT.</param>
internal sealed record Fact(string Name, string Version, string Sql, string? File);
