using System.Globalization;
using System.Text;
using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Foreign;

/// <summary>
/// Finds the newest metadata of a table in its folder: by <c>version-hint.text</c>, as catalogs on file systems write it, else
/// the one with the highest number (<c>v3.metadata.json</c>, <c>00003-….metadata.json</c>).
/// </summary>
internal sealed class MetadataFinder(TableFiles files, IObjectStore objects)
{
    private const string Ending = ".metadata.json";
    private const string Hint = "version-hint.text";

    /// <summary>The metadata file.</summary>
    /// <param name="location">The file itself, the table's folder, or its metadata folder.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>lake.metadata_missing</c>.</exception>
    public async Task<string> FindAsync(string location, CancellationToken cancellationToken)
    {
        if (location.EndsWith(".json", StringComparison.Ordinal) && await objects.FindAsync(location, cancellationToken) is not null)
        {
            return location;
        }

        foreach (var folder in new[] { $"{location}/metadata/", $"{location}/" })
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var found in objects.ListAsync(folder, cancellationToken))
            {
                if (found.Location.LastIndexOf('/') == folder.Length - 1)
                {
                    names.Add(found.Location[folder.Length..]);
                }
            }

            if (await NewestAsync(folder, names, cancellationToken) is { } newest)
            {
                return folder + newest;
            }
        }

        throw new FaultException(Fault.NotFound(
            "lake.metadata_missing", $"There is no Iceberg metadata at {location}.",
            "Name a file that ends with .metadata.json, or the folder of a table, in whose folder metadata such files are."));
    }

    private async Task<string?> NewestAsync(string folder, HashSet<string> names, CancellationToken cancellationToken)
    {
        if (names.Contains(Hint) && await HintedAsync(folder + Hint, names, cancellationToken) is { } hinted)
        {
            return hinted;
        }

        var all = names.Where(name => NumberOf(name) is not null).ToList();
        var highest = all.Select(name => NumberOf(name)).Max();
        var newest = all.Where(name => NumberOf(name) == highest).Order(StringComparer.Ordinal).ToList();
        if (newest.Count <= 1)
        {
            return newest.FirstOrDefault();
        }

        // two writers that met: the catalog knew which of them had won, here the later one has it
        var times = new Dictionary<string, long>();
        foreach (var name in newest)
        {
            times[name] = (await files.MetadataAsync(folder + name, cancellationToken)).LastUpdatedMs;
        }

        return newest.MaxBy(name => times[name]);
    }

    /// <summary>What the hint says: a number or a name. Writers update it after the metadata, so the next numbers are looked for.</summary>
    private async Task<string?> HintedAsync(string hint, HashSet<string> names, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(await objects.ReadAsync(hint, cancellationToken)).Trim();
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new[] { text, text + Ending, $"{text}.gz{Ending}" }.FirstOrDefault(name => name.EndsWith(Ending, StringComparison.Ordinal) && names.Contains(name));
        }

        string? found = null;
        while (Named(number++) is { } name)
        {
            found = name;
        }

        return found;

        string? Named(long version)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"v{version}");
            return new[] { name + Ending, $"{name}.gz{Ending}", $"{name}{Ending}.gz" }.FirstOrDefault(names.Contains);
        }
    }

    /// <summary>The number in a name; 0 in one without, null when it is no metadata file.</summary>
    private static long? NumberOf(string name) =>
        name.EndsWith(Ending, StringComparison.Ordinal) || name.EndsWith($"{Ending}.gz", StringComparison.Ordinal) ? MetadataFile.NumberOf(name) : null;
}
