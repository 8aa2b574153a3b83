using System.Globalization;
using System.Text;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Stores.Copies;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>
/// Finds out what Parquet files hold that other engines wrote, from their footers, by the engine. Files never change, so each
/// is looked at once; files of one kind share one description.
/// </summary>
internal sealed class FooterReader(LakeCache cache, RemoteFiles copies)
{
    private const int FilesAtOnce = 256;

    // what one description takes, about, beside the first of its kind
    private const int KnownBytes = 16;

    private static readonly HashSet<int> OnlyFooters = [];

    /// <summary>What each of the files holds, in their order.</summary>
    /// <param name="paths">Local files.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>lake.file_missing</c>, <c>lake.file_broken</c>.</exception>
    public async Task<IReadOnlyList<PhysicalSchema>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var found = paths.Select(path => cache.Find<PhysicalSchema>(KeyOf(path))).ToList();
        var unknown = Enumerable.Range(0, paths.Count).Where(i => found[i] is null).ToList();
        if (unknown.Count > 0)
        {
            using var lease = await copies.LeaseAsync(unknown.Select(i => paths[i]), OnlyFooters, cancellationToken);
            using var engine = DuckInstance.Open(new DuckOptions { Threads = 1, MemoryBytes = EngineBudget.Least, SpillFolder = "" });
            using var connection = engine.Connect();
            foreach (var batch in unknown.Chunk(FilesAtOnce))
            {
                var described = await DescribeAsync(connection, [.. batch.Select(i => paths[i])], cancellationToken);
                foreach (var i in batch)
                {
                    found[i] = described[paths[i]];
                }
            }
        }

        return found!;
    }

    /// <summary>The data files that each position delete file is about, as it names them.</summary>
    /// <param name="paths">Local files.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>lake.file_missing</c>, <c>lake.file_broken</c>.</exception>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReferencesAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var path in paths)
        {
            if (cache.Find<IReadOnlyList<string>>($"references|{path}") is { } names)
            {
                known[path] = names;
            }
        }

        var unknown = paths.Where(path => !known.ContainsKey(path)).Distinct().ToList();
        if (unknown.Count == 0)
        {
            return known;
        }

        using var lease = await copies.LeaseAsync(unknown, null, cancellationToken);
        using var engine = DuckInstance.Open(new DuckOptions { Threads = 1, MemoryBytes = EngineBudget.Least, SpillFolder = "" });
        using var connection = engine.Connect();
        foreach (var batch in unknown.Chunk(FilesAtOnce))
        {
            var named = batch.ToDictionary(path => path, _ => new List<string>());
            foreach (var row in await TryAsync(connection, batch, ReferencesSql, cancellationToken))
            {
                named[(string)row[0]!].Add((string)row[1]!);
            }

            foreach (var (path, names) in named)
            {
                known[path] = names;
                cache.Keep($"references|{path}", names, names.Sum(name => name.Length + KnownBytes));
            }
        }

        return known;
    }

    private static string KeyOf(string path) => $"footer|{path}";

    private static string ReferencesSql(IReadOnlyList<string> paths) =>
        $"SELECT DISTINCT filename, CAST(file_path AS VARCHAR) FROM read_parquet({SqlText.List(paths)}, hive_partitioning=false) WHERE file_path IS NOT NULL";

    private static string FooterSql(IReadOnlyList<string> paths) =>
        $$"""
        SELECT elements, list(file_name) FROM (
            SELECT file_name, list({'name': name, 'repeated': repetition_type = 'REPEATED', 'id': field_id, 'children': coalesce(num_children, 0),
                'type': concat_ws(' ', type, type_length, converted_type, scale, precision, logical_type, duckdb_type)} ORDER BY column_id) AS elements
            FROM parquet_schema({{SqlText.List(paths)}}) GROUP BY file_name)
        GROUP BY elements
        """;

    private async Task<Dictionary<string, PhysicalSchema>> DescribeAsync(DuckConnection connection, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var described = new Dictionary<string, PhysicalSchema>();
        foreach (var row in await TryAsync(connection, paths, FooterSql, cancellationToken))
        {
            var elements = ((object?[])row[0]!).Select(item => (IReadOnlyDictionary<string, object?>)item!).ToList();
            var files = ((object?[])row[1]!).Select(item => (string)item!).ToList();
            var kind = KindOf(elements);
            var schema = cache.Find<PhysicalSchema>(kind);
            if (schema is null)
            {
                schema = await ReadAsync(connection, files[0], elements, cancellationToken);
                cache.Keep(kind, schema, kind.Length * 4);
            }

            foreach (var file in files)
            {
                described[file] = schema;
                cache.Keep(KeyOf(file), schema, KnownBytes);
            }
        }

        // the schema of the engine's table function has a row for each element, and each file has a root
        return paths.FirstOrDefault(path => !described.ContainsKey(path)) is { } missing
            ? throw Broken(missing, "It has no schema.", null)
            : described;
    }

    private static string KindOf(List<IReadOnlyDictionary<string, object?>> elements)
    {
        var text = new StringBuilder("footer-kind|");
        foreach (var element in elements)
        {
            var (name, id) = ((string?)element["name"], element["id"]);
            text.Append(CultureInfo.InvariantCulture, $"{name?.Length}:{name} {element["repeated"]} {id} {element["children"]} {element["type"]};");
        }

        return text.ToString();
    }

    private static async Task<PhysicalSchema> ReadAsync(
        DuckConnection connection, string file, List<IReadOnlyDictionary<string, object?>> elements, CancellationToken cancellationToken)
    {
        try
        {
            var root = FooterNode.Read([.. elements.Select(element => (
                (string?)element["name"] ?? "",
                element["repeated"] is true,
                element["id"] is { } id ? Convert.ToInt32(id, CultureInfo.InvariantCulture) : (int?)null,
                Convert.ToInt32(element["children"], CultureInfo.InvariantCulture)))]);
            var columns = await connection.RowsAsync(
                $"DESCRIBE SELECT * FROM read_parquet({SqlText.Literal(file)}, hive_partitioning=false)", [], cancellationToken);
            return new PhysicalSchema(root.Columns([.. columns.Select(column => ((string)column[0]!, EngineTypeParser.Parse((string)column[1]!)))]));
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException or OverflowException)
        {
            throw Broken(file, broken.Message, broken);
        }
        catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
        {
            throw Broken(file, failure.Fault.Message, failure);
        }
    }

    /// <summary>Asks the engine about files; when it fails, about each alone, to tell which one is to blame.</summary>
    private static async Task<IReadOnlyList<object?[]>> TryAsync(
        DuckConnection connection, IReadOnlyList<string> paths, Func<IReadOnlyList<string>, string> sql, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.RowsAsync(sql(paths), [], cancellationToken);
        }
        catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
        {
            if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            {
                throw Missing(missing, failure);
            }

            if (paths.Count == 1)
            {
                throw Broken(paths[0], failure.Fault.Message, failure);
            }
        }

        var rows = new List<object?[]>();
        foreach (var path in paths)
        {
            rows.AddRange(await TryAsync(connection, [path], sql, cancellationToken));
        }

        return rows;
    }

    private static FaultException Missing(string path, Exception cause) => new(
        Fault.Failed("lake.file_missing", "A file of a table is not there.", path, "Restore the file, or go back to a version of the table that does not need it."),
        cause);

    private static FaultException Broken(string path, string why, Exception? cause) => new(
        Fault.Failed("lake.file_broken", $"A file of a table cannot be read as Parquet: {why}", path, "Restore the file from a backup."), cause);
}
