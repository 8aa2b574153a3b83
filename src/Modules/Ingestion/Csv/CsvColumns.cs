using System.Text;
using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Csv;

/// <summary>The columns of a stream of CSV files: names of all of them, types that hold for every value in every file.</summary>
internal sealed class CsvColumns
{
    private readonly LoadWork work;
    private readonly IReadOnlyList<CsvFile> files;
    private readonly bool commaFile;
    private readonly Dictionary<string, ColumnFacts> facts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> originals = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> types = new(StringComparer.OrdinalIgnoreCase);

    public CsvColumns(LoadWork work, IReadOnlyList<CsvFile> files)
    {
        this.work = work;
        this.files = files;
        foreach (var file in files)
        {
            for (var i = 0; i < file.Names.Count; i++)
            {
                Join(file.Names[i], file.Profile.Originals[i], file.Profile.Facts[i]);
            }
        }

        foreach (var (name, value) in files.SelectMany(file => file.Input.Partitions))
        {
            var partition = new ColumnFacts();
            if (value.Length > 0)
            {
                ValueShapes.Narrow(partition, Encoding.UTF8.GetBytes(value), new CsvDialect(), 1);
            }

            Join(ColumnNames.Safe(name), name, partition);
        }

        commaFile = facts.Values.Any(column => column is { Values: > 0, CommaIsDecimal: true, Shapes: Shapes.Comma });
        Names = [.. originals.Where(column => work.Definition.Wants(column.Value, column.Key)).Select(column => column.Key)];
        foreach (var name in Names)
        {
            var found = files.Select(file => Type(name, file)).ToList();
            types[name] = found.Select(type => type.SqlType).Distinct().Count() == 1 ? found[0].SqlType : "VARCHAR";
            if (found.Select(type => type.Note).FirstOrDefault(note => note is not null) is { } note)
            {
                work.Step.Log(RunLogLevel.Info, $"Column {name}: {note}.");
            }
        }
    }

    /// <summary>Names of the wanted columns, in the order in which the files have them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns that a SELECT gives, those apart that the table may not take.</summary>
    public IReadOnlyList<ReadColumn> Read =>
        [.. Names.Where(name => !work.IsForeign(name)).Select(name => new ReadColumn(name, originals[name], types[name], Demand(name) is null && facts[name] is { Values: 0, QuotedEmpty: 0 }))];

    /// <summary>Columns whose type was demanded, so that values may not fit it.</summary>
    public IEnumerable<string> Demanded => Names.Where(name => Demand(name) is { } type && type != "VARCHAR");

    public bool AnyForeign => Names.Any(work.IsForeign);

    public IEnumerable<string> Foreign => Names.Where(work.IsForeign);

    public string SqlType(string name) => types[name];

    /// <summary>How a column of a file is made.</summary>
    public ColumnType Type(string name, CsvFile file)
    {
        if (Demand(name) is { } demanded)
        {
            return ColumnType.Declared(demanded, file.Form);
        }

        return types.GetValueOrDefault(name) == "VARCHAR" ? ColumnType.Text() : ColumnType.Of(facts[name], file.Form, commaFile);
    }

    private string? Demand(string name) => work.Definition.TypeOf(originals[name], name) ?? work.Demanded(name);

    private void Join(string name, string original, ColumnFacts found)
    {
        originals.TryAdd(name, original);
        facts[name] = facts.TryGetValue(name, out var known) ? ColumnFacts.Join(known, found) : found;
    }
}
