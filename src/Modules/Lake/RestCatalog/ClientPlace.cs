using Talentys.Kernel;
using Talentys.Lake.Tables;

namespace Talentys.Lake.RestCatalog;

/// <summary>Where clients may put what they write: below the folder of the table, whatever they ask for.</summary>
internal static class ClientPlace
{
    // other engines write where these say
    private static readonly string[] PathProperties = ["write.data.path", "write.metadata.path", "write.object-storage.path", "write.folder-storage.path"];

    /// <summary>Refuses a location that is not the table's folder or below it.</summary>
    /// <exception cref="FaultException"><c>lake.location_refused</c>.</exception>
    public static void Check(TablePlace place, string location, string where)
    {
        var asked = location.TrimEnd('/');
        var below = asked == place.Location || asked == place.Recorded?.TrimEnd('/') || IsBelow(place, asked);
        if (!below)
        {
            throw RestFaults.Location(
                $"{where} is outside of the table's folder.", location, $"Keep it below {place.Location}, which the catalog chose for the table.");
        }
    }

    /// <summary>Refuses properties that would send the files of other engines elsewhere.</summary>
    public static void Check(TablePlace place, IReadOnlyDictionary<string, string> properties)
    {
        foreach (var name in PathProperties)
        {
            if (properties.TryGetValue(name, out var path))
            {
                Check(place, path, name);
            }
        }
    }

    private static bool IsBelow(TablePlace place, string location)
    {
        try
        {
            return place.Resolve(location).Length > 0;
        }
        catch (FaultException refused) when (refused.Fault.Code == "lake.path_refused")
        {
            return false;
        }
    }
}
