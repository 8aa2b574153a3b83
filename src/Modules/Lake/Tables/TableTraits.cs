using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Reading;

namespace Talentys.Lake.Tables;

/// <summary>What of a table holds for all its versions: how new rows are laid out, its properties, where it lies.</summary>
internal sealed partial class TableTraits(TableStore store, TablePlaces places, TableFiles files)
{
    // properties that hold the platform's own state begin with it
    private const string Own = "talentys.";

    /// <summary>A table's detail with its traits.</summary>
    /// <param name="scope">Organisation and environment.</param>
    /// <param name="name">The table.</param>
    /// <param name="detail">What is known of it already.</param>
    /// <param name="tellsPlace">Whether the caller may know where it lies.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TableDetail> CompleteAsync(Scope scope, TableName name, TableDetail detail, bool tellsPlace, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(scope, name, cancellationToken) is not { MetadataFile: { } file } row)
        {
            return detail;
        }

        var place = places.Of(row);
        var metadata = await files.MetadataAsync(place.MetadataFile(file), cancellationToken);
        return detail with
        {
            Partitions = Partitions(metadata),
            Sort = [.. metadata.DefaultSortOrder.Fields.Select(field => Text(field, metadata))],
            Properties = metadata.Properties.Where(property => IsForPeople(property.Key))
                .OrderBy(property => property.Key, StringComparer.Ordinal).ToDictionary(),
            Foreign = row.Foreign,
            Location = tellsPlace ? place.Location : null,
        };
    }

    /// <summary>The partitions of new rows, as people write them: <c>day(ts)</c>, <c>bucket(16, id)</c>, <c>country</c>.</summary>
    public static IReadOnlyList<string> Partitions(TableMetadata metadata) =>
        [.. metadata.DefaultSpec.Fields.Where(field => field.Transform is not Transform.Void).Select(field => Text(field.Transform, field.SourceId, metadata))];

    private static bool IsForPeople(string key) => !key.StartsWith(Own, StringComparison.Ordinal) || key == MaintenanceClock.PolicyKey;

    private static string Text(SortField field, TableMetadata metadata)
    {
        // without a word nulls come first when it goes up, and last when it goes down
        var nulls = field.NullsFirst == !field.Descending ? "" : field.NullsFirst ? " nulls first" : " nulls last";
        return $"{Text(field.Transform, field.SourceId, metadata)}{(field.Descending ? " desc" : "")}{nulls}";
    }

    private static string Text(Transform transform, int sourceId, TableMetadata metadata)
    {
        var column = Column(sourceId, metadata);
        return transform switch
        {
            Transform.Identity => column,
            Transform.Bucket bucket => string.Create(CultureInfo.InvariantCulture, $"bucket({bucket.Count}, {column})"),
            Transform.Truncate cut => string.Create(CultureInfo.InvariantCulture, $"truncate({cut.Width}, {column})"),
            _ => $"{transform}({column})",
        };
    }

    // the source of a partition may be a column that is gone
    private static string Column(int id, TableMetadata metadata)
    {
        var leaf = metadata.Schemas.Reverse().Prepend(metadata.CurrentSchema).SelectMany(schema => schema.Leaves()).FirstOrDefault(leaf => leaf.Id == id);
        return leaf is null
            ? string.Create(CultureInfo.InvariantCulture, $"#{id}")
            : string.Join('.', leaf.Path.Select(part => Plain().IsMatch(part) ? part : $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Plain();
}
