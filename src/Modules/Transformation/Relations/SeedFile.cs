using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Relations;

/// <summary>A CSV file of a project: its rows, and the types that all values of a column fit.</summary>
internal sealed partial class SeedFile
{
    private const int RowsAtOnce = 5000;

    private readonly List<string[]> rows;
    private readonly string[] names;
    private readonly string[] types;

    private SeedFile(string[] names, string[] types, List<string[]> rows) => (this.names, this.types, this.rows) = (names, types, rows);

    public int Count => rows.Count;

    /// <summary>Its columns with their types.</summary>
    public IEnumerable<(string Column, string Type)> Columns => names.Zip(types);

    /// <summary>Reads the file of a seed.</summary>
    /// <exception cref="FaultException">A row has another number of fields than the header.</exception>
    public static SeedFile Of(DbtNode seed) => Read(Path.Combine(seed.Draft.Package.Folder, seed.File), seed.File, seed.Draft.Config);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FaultException">A row has another number of fields than the header.</exception>
    public static SeedFile Read(string path, string shown, PyDict config)
    {
        var delimiter = config.Text("delimiter") is [var first, ..] ? first : ',';
        var records = Records(File.ReadAllText(path, Encoding.UTF8), delimiter).ToList();
        if (records.Count == 0)
        {
            throw new FaultException(Fault.Invalid("dbt.seed_empty", "The seed has no header.", shown, "Write the names of its columns in the first line."));
        }

        var names = records[0].Fields.Select(field => field.Trim()).ToArray();
        foreach (var (fields, line) in records.Skip(1))
        {
            if (fields.Length != names.Length)
            {
                throw new FaultException(Fault.Invalid("dbt.seed_ragged", $"The row has {fields.Length} fields, the header {names.Length}.", $"{shown}:{line}", "Mend the row, or set the delimiter."));
            }
        }

        var rows = records.Skip(1).Select(record => record.Fields).ToList();
        var given = config.Dict("column_types");
        var types = names.Select((name, i) => given.FirstOrDefault(pair => string.Equals(pair.Key as string, name, StringComparison.OrdinalIgnoreCase)).Value as string
            ?? TypeOf(rows.Select(row => row[i]))).ToArray();
        return new SeedFile(names, types, rows);
    }

    /// <summary>The statements that make its table, with their parameters.</summary>
    public IEnumerable<(string Sql, object? Parameter)> Statements(Relation target)
    {
        yield return ($"create or replace table {target} ({string.Join(", ", names.Select((name, i) => $"{SqlText.Quote(name)} {types[i]}"))})", null);
        var values = string.Join(", ", names.Select((_, i) => $"cast(v[{i + 1}] as {types[i]})"));
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            var json = JsonSerializer.Serialize(chunk.Select(row => row.Select((value, i) => value.Length == 0 || value is "null" or "NULL" ? null : IsText(i) ? value : value.Trim())));
            yield return ($"insert into {target} select {values} from (select unnest(from_json(?, '[[\"VARCHAR\"]]')) as v)", json);
        }
    }

    private bool IsText(int column) => types[column].StartsWith("varchar", StringComparison.OrdinalIgnoreCase) || types[column].Equals("text", StringComparison.OrdinalIgnoreCase);

    /// <summary>The narrowest type that all values have: as dbt guesses it, with whole numbers of 32 bits where they fit.</summary>
    private static string TypeOf(IEnumerable<string> values)
    {
        var told = values.Select(value => value.Trim()).Where(value => value.Length > 0 && value is not ("null" or "NULL")).ToList();
        return told.Count == 0 ? "integer"
            : told.All(value => Whole().IsMatch(value) && long.TryParse(value, CultureInfo.InvariantCulture, out _)) ? told.All(value => int.TryParse(value, CultureInfo.InvariantCulture, out _)) ? "integer" : "bigint"
            : told.All(value => Number().IsMatch(value)) ? "double"
            : told.All(value => value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase)) ? "boolean"
            : told.All(value => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) ? "date"
            : told.All(value => Moment().IsMatch(value) && DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) ? "timestamp"
            : "varchar";
    }

    /// <summary>The records of a text, each with the line in which it begins.</summary>
    public static IEnumerable<(string[] Fields, int Line)> Records(string text, char delimiter)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var (quoted, any, line, began) = (false, false, 1, 1);
        for (var i = text.StartsWith('\uFEFF') ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    line += c == '\n' ? 1 : 0;
                    field.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && field.Length == 0)
            {
                (quoted, any) = (true, true);
            }
            else if (c == delimiter)
            {
                fields.Add(field.ToString());
                field.Clear();
                any = true;
            }
            else if (c is '\n')
            {
                if (any || field.Length > 0)
                {
                    yield return ([.. fields, field.ToString()], began);
                }

                fields.Clear();
                field.Clear();
                any = false;
                began = ++line;
            }
            else if (c != '\r')
            {
                field.Append(c);
            }
        }

        if (any || field.Length > 0)
        {
            yield return ([.. fields, field.ToString()], began);
        }
    }

    [GeneratedRegex(@"^[-+]?(0|[1-9]\d*)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$")]
    private static partial Regex Moment();
}
