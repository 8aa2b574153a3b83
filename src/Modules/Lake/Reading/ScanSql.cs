using System.Globalization;
using System.Text;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>A data file as the scan needs it.</summary>
/// <param name="Path">Local path.</param>
/// <param name="Schema">The schema it was written with.</param>
/// <param name="LeafIds">Field ids of the leaves that it has; null when another engine wrote it, so that its types are not known.</param>
internal sealed record ScanFile(string Path, IcebergSchema Schema, IReadOnlySet<int>? LeafIds);

/// <summary>
/// The SELECT that reads a version. Files are grouped by what they physically are and each group is read plainly, missing
/// columns as NULL and older types cast: <c>read_parquet</c> with its schema option reads the same by field id, but hides
/// the files' statistics from the planner, which costs up to twice the time of a GROUP BY (measured, DuckDB 1.5.6).
/// </summary>
internal static class ScanSql
{
    /// <summary>The statement.</summary>
    public static string Of(IReadOnlyList<NestedField> columns, IEnumerable<ScanFile> files)
    {
        var groups = new Dictionary<Template, List<string>>();
        var known = new Dictionary<IcebergSchema, Dictionary<string, Template>>(ReferenceEqualityComparer.Instance);
        foreach (var file in files)
        {
            var template = file.LeafIds is null ? ById(columns) : Plain(columns, file, known);
            if (!groups.TryGetValue(template, out var paths))
            {
                groups[template] = paths = [];
            }

            paths.Add(file.Path);
        }

        return groups.Count == 0
            ? $"SELECT {string.Join(", ", columns.Select(Missing))} WHERE false"
            : string.Join(" UNION ALL ", groups.Select(group => $"{group.Key.Select}({SqlText.List(group.Value)}{group.Key.Options})"));
    }

    private static Template Plain(IReadOnlyList<NestedField> columns, ScanFile file, Dictionary<IcebergSchema, Dictionary<string, Template>> known)
    {
        var present = file.Schema.Fields.Where(field => IcebergSchema.LeavesOf([field.Name], field.Id, field.Type, false).All(leaf => file.LeafIds!.Contains(leaf.Id)))
            .ToDictionary(field => field.Id);
        var key = string.Join(',', present.Keys);
        if (!known.TryGetValue(file.Schema, out var templates))
        {
            known[file.Schema] = templates = [];
        }

        if (templates.TryGetValue(key, out var template))
        {
            return template;
        }

        var physical = new StringBuilder();
        var list = string.Join(", ", columns.Select(column =>
        {
            if (!present.TryGetValue(column.Id, out var stored))
            {
                return Missing(column);
            }

            var (type, wanted, name) = (EngineTypeName.Of(stored.Type), EngineTypeName.Of(column.Type), SqlText.Quote(stored.Name));
            physical.Append(type).Append(';');
            return type != wanted ? $"CAST({name} AS {wanted}) AS {SqlText.Quote(column.Name)}"
                : stored.Name == column.Name ? name
                : $"{name} AS {SqlText.Quote(column.Name)}";
        }));

        return templates[key] = new Template($"SELECT {list} FROM read_parquet", ", hive_partitioning=false", physical.ToString());
    }

    private static Template ById(IReadOnlyList<NestedField> columns)
    {
        var map = columns.Select(column => string.Create(
            CultureInfo.InvariantCulture,
            $"{column.Id}: {{'name': {SqlText.Literal(column.Name)}, 'type': {SqlText.Literal(EngineTypeName.Of(column.Type))}, 'default_value': NULL}}"));
        var list = string.Join(", ", columns.Select(column => SqlText.Quote(column.Name)));
        return new Template($"SELECT {list} FROM read_parquet", $", schema=MAP {{{string.Join(", ", map)}}}, hive_partitioning=false", "");
    }

    private static string Missing(NestedField column) => $"CAST(NULL AS {EngineTypeName.Of(column.Type)}) AS {SqlText.Quote(column.Name)}";

    /// <summary>How a group of files is read.</summary>
    /// <param name="Select">Up to the name of the reader.</param>
    /// <param name="Options">The reader's options.</param>
    /// <param name="Physical">Types of what is read, in which the files of a group must agree: the reader takes them from the first.</param>
    private sealed record Template(string Select, string Options, string Physical);
}
