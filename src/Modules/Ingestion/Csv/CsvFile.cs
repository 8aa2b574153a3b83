using Talentys.Ingestion.Files;

namespace Talentys.Ingestion.Csv;

/// <summary>A CSV file that was surveyed.</summary>
/// <param name="Input">The file.</param>
/// <param name="Path">What is read: the file, or a temporary one in its place.</param>
/// <param name="Profile">What the survey found.</param>
/// <param name="Names">Safe names of its columns.</param>
/// <param name="Form">How <paramref name="Path"/> is written.</param>
internal sealed record CsvFile(InputFile Input, string Path, CsvProfile Profile, IReadOnlyList<string> Names, CsvDialect Form)
{
    /// <summary>Where the records stand as they were surveyed, when <see cref="Path"/> is their plain form.</summary>
    public string? Original { get; init; }

    /// <summary>Facts of a column, or null when the file has none of that name.</summary>
    public ColumnFacts? Facts(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Profile.Facts[i];
            }
        }

        return null;
    }
}
