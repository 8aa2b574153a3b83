using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>
/// The SELECT that reads a version. Files are grouped by what they physically are and each group is read plainly, missing
/// columns as NULL and older types cast: <c>read_parquet</c> with its schema option reads the same by field id, but hides
/// the files' statistics from the planner, which costs up to twice the time of a GROUP BY (measured, DuckDB 1.5.6), and it
/// matches what is inside of structs by name. Only files to which deletes apply are joined with these.
/// </summary>
internal static class ScanSql
{
    // with few files that have deletes each is joined by position alone, which is faster; with many the statement stays short
    private const int FilesJoinedAlone = 16;

    private const string Data = "d";
    private const string FileColumn = "talentys_file";
    private const string PositionColumn = "file_row_number";
    private const string IndexColumn = "file_index";

    /// <summary>The statement.</summary>
    public static string Of(IReadOnlyList<NestedField> columns, IReadOnlyList<ScanFile> files) => Of(columns, files, null);

    /// <summary>The statement that also tells where each row is: a number of its file and its position there, from 0.</summary>
    /// <param name="columns">The table's columns.</param>
    /// <param name="files">Files with the numbers that name them.</param>
    /// <param name="fileColumn">Name of the column of the number.</param>
    /// <param name="positionColumn">Name of the column of the position.</param>
    public static string WithRows(
        IReadOnlyList<NestedField> columns, IReadOnlyList<KeyValuePair<int, ScanFile>> files, string fileColumn, string positionColumn)
    {
        var numbers = new Dictionary<ScanFile, int>(ReferenceEqualityComparer.Instance);
        foreach (var (number, file) in files)
        {
            numbers[file] = number;
        }

        var (fileName, positionName) = (SqlText.Quote(fileColumn), SqlText.Quote(positionColumn));
        return Of(columns, [.. files.Select(file => file.Value)], members =>
        {
            if (members is null)
            {
                return $", CAST(NULL AS INTEGER) AS {fileName}, CAST(NULL AS BIGINT) AS {positionName}";
            }

            var list = string.Join(", ", members.Select(file => numbers[file].ToString(CultureInfo.InvariantCulture)));
            return $", CAST([{list}][CAST({Row(members[0], IndexColumn)} AS BIGINT) + 1] AS INTEGER) AS {fileName}, {Row(members[0], PositionColumn)} AS {positionName}";
        });
    }

    private static string Of(IReadOnlyList<NestedField> columns, IReadOnlyList<ScanFile> files, Func<List<ScanFile>?, string>? rows)
    {
        var alone = files.Count(file => file.Positions.Count > 0) <= FilesJoinedAlone;
        var groups = new Dictionary<Group, List<ScanFile>>();
        var known = new Dictionary<Kind, (string Select, string Used)>();
        foreach (var file in files)
        {
            var joined = file.Positions.Count > 0 || file.Equalities.Count > 0;
            var kind = new Kind(file.Physical, file.Constants, joined);
            if (!known.TryGetValue(kind, out var template))
            {
                var projection = new FileProjection(file.Physical, file.Constants, joined ? $"{Data}." : "", file.Path);
                var list = string.Join(", ", columns.Select(projection.Column));
                foreach (var key in file.Equalities.SelectMany(delete => delete.Keys))
                {
                    projection.Value(key); // files of a group must agree in these columns too
                }

                known[kind] = template = (list, projection.Used);
            }

            var group = new Group(
                template.Select, template.Used, joined, file.Positions.Count > 0 ? alone ? file : Many : null, file.Equalities.Count > 0 ? file.Equalities : null);
            if (!groups.TryGetValue(group, out var members))
            {
                groups[group] = members = [];
            }

            members.Add(file);
        }

        return groups.Count == 0
            ? $"SELECT {string.Join(", ", columns.Select(Missing))}{rows?.Invoke(null)} WHERE false"
            : string.Join(" UNION ALL ", groups.Select(group => Branch(group.Key, group.Value, rows?.Invoke(group.Value))));
    }

    /// <summary>Stands for any number of files in <see cref="Group.Positions"/>.</summary>
    private static readonly object Many = new();

    private static string Branch(Group group, List<ScanFile> files, string? rows)
    {
        if (!group.Joined)
        {
            return $"SELECT {group.Select}{rows} FROM {Read(files.Select(file => file.Path))}";
        }

        var joins = group.Positions is null ? "" : files.Count == 1 ? OfOne(files[0]) : OfMany(files);
        if (group.Equalities is { } equalities)
        {
            var number = 0;
            foreach (var keys in equalities.GroupBy(delete => delete.Keys, SameFields.Instance))
            {
                joins += Equality([.. keys], files[0], $"e{++number}");
            }
        }

        var source = group.Positions is not null && files.Count > 1
            ? Read(files.Select(file => file.Path), $", filename={SqlText.Literal(FileColumn)}")
            : Read(files.Select(file => file.Path));
        return $"SELECT {group.Select}{rows} FROM {source} AS {Data}{joins}";
    }

    private static string Read(IEnumerable<string> paths, string options = "") => $"read_parquet({SqlText.List(paths)}, hive_partitioning=false{options})";

    private static string OfOne(ScanFile file)
    {
        var names = file.Positions.Select(delete => delete.Named).Distinct().Select(SqlText.Literal);
        return $" ANTI JOIN (SELECT pos FROM {Read(file.Positions.Select(delete => delete.Path).Distinct())} WHERE file_path IN ({string.Join(", ", names)})) AS p"
            + $" ON {Data}.{Position(file)} = p.pos";
    }

    private static string OfMany(List<ScanFile> files)
    {
        var rows = files.SelectMany(file => file.Positions.Select(delete =>
            $"({SqlText.Literal(delete.Path)}, {SqlText.Literal(delete.Named)}, {SqlText.Literal(file.Path)})"));
        var deletes = Read(files.SelectMany(file => file.Positions).Select(delete => delete.Path).Distinct(), $", filename={SqlText.Literal(FileColumn)}");
        return $" ANTI JOIN (SELECT m.data_file, x.pos FROM {deletes} AS x JOIN (VALUES {string.Join(", ", rows)}) AS m(delete_file, named, data_file)"
            + $" ON x.{FileColumn} = m.delete_file AND x.file_path = m.named) AS p ON {Data}.{Position(files[0])} = p.pos AND {Data}.{FileColumn} = p.data_file";
    }

    private static string Position(ScanFile file) => Row(file, PositionColumn);

    /// <summary>What the reader itself knows of a row.</summary>
    private static string Row(ScanFile file, string column) => file.Physical.Fields.FirstOrDefault(field => ColumnNames.Comparer.Equals(field.Name, column)) is null
        ? column
        : throw new FaultException(Fault.Invalid(
            "lake.column_clash", $"A data file has a column named {column}, so that its rows cannot be told apart.", file.Path,
            "Compact the table with the engine that wrote it."));

    private static string Equality(IReadOnlyList<EqualityDelete> deletes, ScanFile file, string alias)
    {
        var keys = deletes[0].Keys;
        var data = new FileProjection(file.Physical, file.Constants, $"{Data}.", file.Path);
        var conditions = new List<string>();
        for (var i = 0; i < keys.Count; i++)
        {
            conditions.AddRange(Comparable(data.Value(keys[i]), keys[i][^1].Type).Select((value, part) => $"{value} IS NOT DISTINCT FROM {alias}.{KeyName(i, part)}"));
        }

        var sources = new Dictionary<(string Select, string Used), List<string>>();
        foreach (var delete in deletes)
        {
            var projection = new FileProjection(delete.Physical, delete.Constants, "", delete.Path);
            var list = string.Join(", ", keys.SelectMany((key, i) =>
                Comparable(projection.Value(key), key[^1].Type).Select((value, part) => $"{value} AS {KeyName(i, part)}")));
            var template = (list, projection.Used);
            if (!sources.TryGetValue(template, out var paths))
            {
                sources[template] = paths = [];
            }

            paths.Add(delete.Path);
        }

        var union = string.Join(" UNION ALL ", sources.Select(source => $"SELECT {source.Key.Select} FROM {Read(source.Value)}"));
        return $" ANTI JOIN ({union}) AS {alias} ON {string.Join(" AND ", conditions)}";
    }

    /// <summary>A value as it is compared: null is like null, NaN like NaN, and zero is not like its negative (as engines on the JVM have it).</summary>
    private static IEnumerable<string> Comparable(string value, IcebergType type) =>
        type is IcebergType.Primitive { Kind: PrimitiveKind.Float or PrimitiveKind.Double }
            ? [value, $"(CASE WHEN {value} = 0 THEN signbit({value}) END)"]
            : [value];

    private static string KeyName(int key, int part) => string.Create(CultureInfo.InvariantCulture, $"k{key}_{part}");

    private static string Missing(NestedField column) => $"CAST(NULL AS {EngineTypeName.Of(column.Type)}) AS {SqlText.Quote(column.Name)}";

    /// <summary>Files whose select list is the same.</summary>
    private readonly record struct Kind(PhysicalSchema Physical, IReadOnlyDictionary<int, object?> Constants, bool Joined);

    /// <summary>Files that are read by one branch of the statement.</summary>
    /// <param name="Select">The select list.</param>
    /// <param name="Used">Names and types of what is read, in which the files of a group must agree: the reader takes them from the first.</param>
    /// <param name="Joined">Whether deletes apply to them.</param>
    /// <param name="Positions">The file that is read alone, <see cref="Many"/>, or null without position deletes.</param>
    /// <param name="Equalities">The equality deletes of all of them, or null.</param>
    private sealed record Group(string Select, string Used, bool Joined, object? Positions, IReadOnlyList<EqualityDelete>? Equalities);

    /// <summary>Compares keys of equality deletes by their fields.</summary>
    private sealed class SameFields : IEqualityComparer<IReadOnlyList<IReadOnlyList<NestedField>>>
    {
        public static SameFields Instance { get; } = new();

        public bool Equals(IReadOnlyList<IReadOnlyList<NestedField>>? x, IReadOnlyList<IReadOnlyList<NestedField>>? y) =>
            x is not null && y is not null && x.Select(key => key[^1].Id).SequenceEqual(y.Select(key => key[^1].Id));

        public int GetHashCode(IReadOnlyList<IReadOnlyList<NestedField>> obj) => obj.Aggregate(17, (hash, key) => HashCode.Combine(hash, key[^1].Id));
    }
}
