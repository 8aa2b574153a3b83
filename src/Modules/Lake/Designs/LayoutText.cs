using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Kernel;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Designs;

/// <summary>
/// Reads how people write partitions and orders: <c>country</c>, <c>day(ts)</c>, <c>bucket(16, id)</c>, <c>truncate(code, 4)</c>;
/// orders also <c>desc</c> and <c>nulls last</c>. Names with other letters stand in double quotes, fields of structs after a dot.
/// </summary>
internal static partial class LayoutText
{
    /// <summary>Partition fields.</summary>
    /// <param name="texts">As people write them.</param>
    /// <param name="schema">The table's columns.</param>
    /// <param name="known">Fields of the specs that the table has already.</param>
    /// <exception cref="FaultException"><c>lake.partition_refused</c>.</exception>
    public static IReadOnlyList<PartitionField> Partitions(IReadOnlyList<string> texts, IcebergSchema schema, IReadOnlyList<PartitionField> known)
    {
        var fields = new List<PartitionField>();
        foreach (var text in texts)
        {
            var match = Partition().Match(text);
            var (leaf, transform) = match.Success ? Parse(match, text, schema) : throw NotUnderstood(text);
            if (fields.Any(field => field.SourceId == leaf.Id && field.Transform == transform))
            {
                throw Refused($"The partition {text.Trim()} is named twice.", text);
            }

            fields.Add(new PartitionField(leaf.Id, 0, NameOf(leaf, transform, schema, fields, known), transform));
        }

        return fields;
    }

    /// <summary>Parts of an order. Without a word nulls come first when it goes up and last when it goes down.</summary>
    /// <exception cref="FaultException"><c>lake.partition_refused</c>.</exception>
    public static IReadOnlyList<SortField> Sort(IReadOnlyList<string> texts, IcebergSchema schema) => [.. texts.Select(text =>
    {
        var match = Order().Match(text);
        var (leaf, transform) = match.Success ? Parse(match, text, schema) : throw NotUnderstood(text);
        var descending = match.Groups["direction"].Value.Equals("desc", StringComparison.OrdinalIgnoreCase);
        return new SortField(leaf.Id, transform, descending, match.Groups["nulls"].Success
            ? match.Groups["nulls"].Value.Equals("first", StringComparison.OrdinalIgnoreCase)
            : !descending);
    })];

    private static (SchemaLeaf Leaf, Transform Transform) Parse(Match match, string text, IcebergSchema schema)
    {
        var path = Name().Matches(match.Groups["column"].Value).Select(part => Unquote(part.Value)).ToList();
        var leaf = schema.Leaves().FirstOrDefault(leaf => leaf.Path.SequenceEqual(path, ColumnNames.Comparer) && !leaf.Repeated)
            ?? throw Refused($"There is no column {string.Join('.', path)} of a simple type.", text);
        var number = match.Groups["before"].Success ? match.Groups["before"].Value : match.Groups["after"].Value;
        var word = match.Groups["function"].Value.ToLowerInvariant();
        var name = word is "years" or "months" or "days" or "hours" ? word[..^1] : word;
        var transform = name.Length == 0 ? new Transform.Identity() : Transform.Parse(number.Length > 0 ? $"{name}[{number}]" : name);
        if (transform is Transform.Unknown or Transform.Void)
        {
            throw NotUnderstood(text);
        }

        return transform.Takes(leaf.Type)
            ? (leaf, transform)
            : throw Refused($"Column {string.Join('.', leaf.Path)} is {EngineTypeName.Of(leaf.Type)}, of which there is no {transform}.", text);
    }

    /// <summary>
    /// The names that other engines give: <c>id_bucket</c> to a new table's, <c>id_bucket_16</c> where a field of another spec has that.
    /// A field that was there before has its name again; no two fields of a table have one name, for engines show all specs as one struct.
    /// </summary>
    private static string NameOf(SchemaLeaf leaf, Transform transform, IcebergSchema schema, List<PartitionField> others, IReadOnlyList<PartitionField> known)
    {
        var column = string.Join('.', leaf.Path);
        var name = transform switch
        {
            Transform.Identity => column,
            Transform.Truncate => $"{column}_trunc",
            Transform.Bucket => $"{column}_bucket",
            _ => $"{column}_{transform}",
        };
        var taken = others.Concat(known.Where(field => field.SourceId != leaf.Id || field.Transform != transform)).Select(field => field.Name)
            .Concat(schema.Fields.Where(field => transform is not Transform.Identity || field.Id != leaf.Id).Select(field => field.Name)).ToHashSet(ColumnNames.Comparer);
        var before = known.LastOrDefault(field => field.SourceId == leaf.Id && field.Transform == transform)?.Name;
        string?[] candidates =
        [
            before,
            name,
            transform switch
            {
                Transform.Truncate cut => string.Create(CultureInfo.InvariantCulture, $"{name}_{cut.Width}"),
                Transform.Bucket bucket => string.Create(CultureInfo.InvariantCulture, $"{name}_{bucket.Count}"),
                _ => null,
            },
        ];
        return candidates.OfType<string>().FirstOrDefault(candidate => !taken.Contains(candidate)) ?? Enumerable.Range(2, taken.Count + 1)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{name}_{number}")).First(candidate => !taken.Contains(candidate));
    }

    private static string Unquote(string name) =>
        name.StartsWith('"') ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name;

    private static FaultException NotUnderstood(string text) => Refused($"{text.Trim()} is no partition or order that is known.", text);

    private static FaultException Refused(string message, string place) => new(Fault.Invalid(
        "lake.partition_refused", message, place.Trim(),
        "Use a column, year(c), month(c), day(c), hour(c), bucket(16, c) or truncate(4, c); in an order asc, desc, nulls first, nulls last too."));

    private const string Column = @"(?<column>(?:""(?:[^""]|"""")+""|[^"",()\s.]+)(?:\.(?:""(?:[^""]|"""")+""|[^"",()\s.]+))*)";
    private const string Part = @"(?:(?<function>[A-Za-z]+)\s*\(\s*(?:(?<before>\d+)\s*,\s*)?" + Column + @"\s*(?:,\s*(?<after>\d+)\s*)?\)|" + Column + ")";

    [GeneratedRegex(@"^\s*" + Part + @"\s*$")]
    private static partial Regex Partition();

    [GeneratedRegex(@"^\s*" + Part + @"(?:\s+(?<direction>asc|desc))?(?:\s+nulls\s+(?<nulls>first|last))?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Order();

    [GeneratedRegex(@"""(?:[^""]|"""")+""|[^"".]+")]
    private static partial Regex Name();
}
