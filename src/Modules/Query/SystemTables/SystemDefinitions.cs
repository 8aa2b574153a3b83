using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Query.SystemTables;

/// <summary>
/// The system tables and functions, as the texts in <c>Definitions</c> tell. A table there begins with its group, name, identifier and
/// kind; then come its columns, each with what it holds, and where its rows come from.
/// </summary>
internal static partial class SystemDefinitions
{
    private const uint FirstView = 12_000;

    private static readonly Dictionary<string, SystemTable> Known = ReadTables();
    private static readonly Dictionary<string, string> Macros = ReadFunctions();

    /// <summary>The tables.</summary>
    public static IReadOnlyCollection<SystemTable> Tables => Known.Values;

    /// <summary>Names of the functions.</summary>
    public static IReadOnlyCollection<string> Functions => Macros.Keys;

    /// <summary>The table that a schema and a name mean. Without a schema those of PostgreSQL's catalog are found, as PostgreSQL does.</summary>
    public static SystemTable? Find(string? schema, string name) => schema is null
        ? name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase) ? Known.GetValueOrDefault($"pg.{name}") : null
        : Known.GetValueOrDefault($"{(string.Equals(schema, SystemTableNames.Catalog, StringComparison.OrdinalIgnoreCase) ? "pg" : "info")}.{name}");

    /// <summary>A table by the name that definitions use.</summary>
    public static SystemTable? Named(string name) => Known.GetValueOrDefault(name);

    /// <summary>The macro of a function, from its parameters on; null for another name.</summary>
    public static string? Macro(string function) => Macros.GetValueOrDefault(function);

    /// <summary>The SELECT of a fact or system table under names that no caller of a macro uses; null for another name.</summary>
    public static string? Renamed(string name)
    {
        if (!name.StartsWith("mac.", StringComparison.Ordinal))
        {
            return null;
        }

        var of = name.StartsWith("mac.facts_", StringComparison.Ordinal) ? $"facts.{name[10..]}" : $"pg.{name[7..]}";
        var columns = Named(of)?.Columns.Select(column => column.Name) ?? FactKind.ColumnsOf(of[6..]);
        return $"SELECT {string.Join(", ", columns.Select(column => $"{SqlText.Quote(column)} AS __{column}"))} FROM {of}";
    }

    /// <summary>The facts and system tables that a text names.</summary>
    public static IEnumerable<string> Needs(string text) => Names().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal);

    /// <summary>A text with those names as they are in a catalog.</summary>
    public static string In(string catalog, string text) =>
        Names().Replace(text, match => $"{SqlText.Quote(catalog)}.{match.Groups["group"].Value}.{SqlText.Quote(match.Groups["name"].Value)}");

    private static Dictionary<string, SystemTable> ReadTables()
    {
        var tables = new Dictionary<string, SystemTable>(StringComparer.OrdinalIgnoreCase);
        var views = FirstView;
        foreach (var text in (string[])["relations.txt", "types.txt", "server.txt", "information_schema.txt"])
        {
            foreach (var part in Resource(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var lines = part.Split('\n').Where(line => !line.StartsWith('#')).ToList();
                if (lines.Count > 0 && lines[0].Split(' ') is [var name, var oid, var kind] && name.Split('.') is [var group, var own])
                {
                    var number = uint.Parse(oid, CultureInfo.InvariantCulture);
                    tables[name] = Read(lines, group, own, number == 0 ? ++views : number, kind[0]);
                }
            }
        }

        return tables;
    }

    private static SystemTable Read(List<string> lines, string group, string name, uint oid, char kind)
    {
        var columns = new List<SystemColumn>();
        var from = lines.FindIndex(1, line => line.StartsWith("  from ", StringComparison.Ordinal));
        foreach (var column in lines.Skip(1).Take((from < 0 ? lines.Count : from) - 1).SelectMany(line => line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var equals = column.IndexOf(" = ", StringComparison.Ordinal);
            var declared = (equals < 0 ? column : column[..equals]).Split(' ');
            columns.Add(new SystemColumn(declared[0], declared[1], equals < 0 ? null : column[(equals + 3)..]));
        }

        return new SystemTable(group, name, oid, kind, columns, from < 0 ? null : string.Join('\n', lines.Skip(from)).Trim());
    }

    private static Dictionary<string, string> ReadFunctions()
    {
        var functions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var last = "";
        foreach (var line in Resource("functions.txt").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            if (line.StartsWith(' '))
            {
                functions[last] += "\n" + line; // a body of several lines
            }
            else
            {
                last = line[..line.IndexOf(' ', StringComparison.Ordinal)];
                functions[last] = line[last.Length..];
            }
        }

        // what a caller writes as an argument is read inside of the macro: no name in there may be one of the caller's
        return functions.ToDictionary(
            pair => pair.Key, pair => Aliases().Replace(Aliased().Replace(pair.Value, "mac.$1_$2 __$3"), "__$1.__$2"), StringComparer.OrdinalIgnoreCase);
    }

    private static string Resource(string name)
    {
        using var stream = typeof(SystemDefinitions).Assembly.GetManifestResourceStream($"system-tables/{name}")
            ?? throw new InvalidOperationException($"{name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\b(facts|pg)\.(\w+) ([a-z]\d?)\b")]
    private static partial Regex Aliased();

    [GeneratedRegex(@"(?<![\w.'""])([a-z]\d?)\.""?(\w+)""?")]
    private static partial Regex Aliases();

    [GeneratedRegex(@"(?<![\w.""])(?<group>facts|pg|info|mac)\.(?<name>\w+)")]
    private static partial Regex Names();
}
