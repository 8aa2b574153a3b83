using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Schemas;

/// <summary>A column of the table as it will be.</summary>
internal sealed record TargetColumn(string Name, string SqlType, string Original);

/// <summary>The columns that all SELECTs of a stream are brought to.</summary>
/// <param name="Columns">The columns, in order.</param>
/// <param name="Clash">A column whose type in the table cannot take the values and cannot grow, or null.</param>
internal sealed record TargetTable(IReadOnlyList<TargetColumn> Columns, string? Clash)
{
    /// <summary>Documentation of the columns whose name was made safe.</summary>
    public IReadOnlyDictionary<string, string> Docs { get; } =
        Columns.Where(column => column.Original != column.Name && column.Original.Length > 0).ToDictionary(column => column.Name, column => column.Original);

    /// <summary>The SELECT of a group, its columns in the table's order and types.</summary>
    public string Select(ReadGroup group, bool forgiving)
    {
        var cast = forgiving ? "try_cast" : "cast";
        var expressions = Columns.Select(column =>
        {
            var found = group.Columns.FirstOrDefault(read => read.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase));
            var name = SqlText.Quote(column.Name);
            return found is null || found.Empty
                ? $"cast(null as {column.SqlType}) as {name}"
                : SqlTypes.Same(found.SqlType, column.SqlType) ? $"{SqlText.Quote(found.Name)} as {name}" : $"{cast}({SqlText.Quote(found.Name)} as {column.SqlType}) as {name}";
        });
        return $"select {string.Join(", ", expressions)} from ({group.Select})";
    }
}
