using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Saved;

/// <summary>What is to be kept, checked.</summary>
internal sealed record SavedContent(string Name, string Sql, string? Description, IReadOnlyList<string> Tags, bool Shared)
{
    private const int LongestName = 120;
    private const int LongestText = 1_000_000;
    private const int LongestDescription = 4000;
    private const int LongestTag = 40;
    private const int MostTags = 20;

    /// <summary>Checks a request; tells all its faults at once.</summary>
    /// <exception cref="FaultException"><c>query.saved_invalid</c>.</exception>
    public static SavedContent Of(SaveQuery request)
    {
        var name = (request.Name ?? "").Trim();
        var sql = request.Sql ?? "";
        var description = request.Description?.Trim() is { Length: > 0 } told ? told : null;
        List<string> tags = [.. (request.Tags ?? []).Select(tag => (tag ?? "").Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        List<Fault> faults = [];
        Demand(name.Length is > 0 and <= LongestName && !name.Any(char.IsControl), "name", $"The name has 1 to {LongestName} letters, on one line.");
        Demand(sql.Trim().Length > 0 && sql.Length <= LongestText && !sql.Contains('\0'), "sql", $"The text has 1 to {LongestText:N0} letters.");
        Demand(description is null || (description.Length <= LongestDescription && !description.Contains('\0')), "description", $"The description has at most {LongestDescription:N0} letters.");
        Demand(tags.Count <= MostTags && tags.All(tag => tag.Length <= LongestTag && !tag.Any(char.IsControl)), "tags", $"There are at most {MostTags} tags of {LongestTag} letters each.");
        return faults.Count == 0 ? new SavedContent(name, sql, description, tags, request.Shared) : throw new FaultException([.. faults]);

        void Demand(bool holds, string place, string message)
        {
            if (!holds)
            {
                faults.Add(Fault.Invalid("query.saved_invalid", message, place));
            }
        }
    }

    public void WriteTo(SavedQueryRow row)
    {
        (row.Name, row.NameKey, row.Sql, row.Description) = (Name, SavedQueries.Fold(Name), Sql, Description);
        (row.Tags, row.Shared) = (string.Join('\n', Tags), Shared);
    }
}
