using Talentys.Jinja.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>How fresh a source's table should be.</summary>
/// <param name="Field">The expression that tells when a row was loaded.</param>
/// <param name="Query">A statement that tells when the newest was, instead.</param>
/// <param name="Written"><c>warn_after</c>, <c>error_after</c> and <c>filter</c>; null where freshness is not asked for.</param>
internal sealed record SourceFreshness(string? Field, string? Query, PyDict? Written)
{
    private static readonly string[] Keys = ["warn_after", "error_after", "filter"];

    /// <summary>Of the source, then of its table, which wins; <c>freshness: null</c> at the table asks for none.</summary>
    public static SourceFreshness Of(PyDict source, PyDict table)
    {
        PyDict?[] places = [source, source.Dict("config"), table, table.Dict("config")];
        PyDict? written = null;
        foreach (var place in places)
        {
            if (!place!.ContainsKey("freshness"))
            {
                continue;
            }

            written = place.Get("freshness") is PyDict more
                ? new PyDict((written ?? []).Concat(more).Where(pair => Keys.Contains(pair.Key as string))) : null;
        }

        string? Last(string key) => places.Select(place => place!.Text(key)).LastOrDefault(text => text is not null);
        return new SourceFreshness(Last("loaded_at_field"), Last("loaded_at_query"), written is { Count: > 0 } ? written : null);
    }
}
