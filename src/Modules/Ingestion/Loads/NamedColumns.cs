using Talentys.Ingestion.Csv;
using Talentys.Ingestion.Files;
using Talentys.Kernel;

namespace Talentys.Ingestion.Loads;

/// <summary>Makes a SELECT with safe names over a table function whose columns are known.</summary>
internal static class NamedColumns
{
    public static ReadGroup Group(
        LoadWork work, string source, IReadOnlyList<KeyValuePair<string, string>> found, long? rows, IReadOnlyList<InputFile> files)
    {
        List<ReadColumn> columns = [];
        List<string> expressions = [];
        var names = ColumnNames.Safe([.. found.Select(column => column.Key)]);
        for (var i = 0; i < found.Count; i++)
        {
            var (original, type) = found[i];
            if (!work.Definition.Wants(original, names[i]) || work.IsForeign(names[i]))
            {
                continue;
            }

            var demanded = work.Definition.TypeOf(original, names[i]) ?? (type == "JSON" ? "VARCHAR" : null);
            var quoted = SqlText.Quote(original);
            expressions.Add($"{(demanded is null ? quoted : $"cast({quoted} as {demanded})")} as {SqlText.Quote(names[i])}");
            columns.Add(new ReadColumn(names[i], original, demanded ?? type));
        }

        foreach (var (original, value) in files[0].Partitions)
        {
            var name = ColumnNames.Safe(original);
            if (columns.Any(column => column.Name == name))
            {
                continue;
            }

            var type = work.Definition.TypeOf(original, name) ?? Type(value);
            expressions.Add($"cast({SqlText.Literal(value)} as {type}) as {SqlText.Quote(name)}");
            columns.Add(new ReadColumn(name, original, type));
        }

        if (columns.Count > work.Options.MaxColumns)
        {
            throw new FaultException(LoadFaults.TooManyColumns(files[0].Display, columns.Count, work.Options.MaxColumns));
        }

        return new ReadGroup($"select {string.Join(", ", expressions)} from {source}", columns, rows, files);
    }

    private static string Type(string value)
    {
        var facts = new ColumnFacts();
        if (value.Length > 0)
        {
            ValueShapes.Narrow(facts, System.Text.Encoding.UTF8.GetBytes(value), new CsvDialect(), 1);
        }

        return ColumnType.Of(facts, new CsvDialect(), false) is { Direct: true } type ? type.SqlType : "VARCHAR";
    }
}
