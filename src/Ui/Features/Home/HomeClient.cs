using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Home;

/// <summary>What asks for the user's attention.</summary>
public sealed class HomeClient(ApiClient api, Words words)
{
    /// <summary>What needs the user, and whether the project is still empty.</summary>
    public async Task<(IReadOnlyList<HomeNeed> Needs, bool IsEmpty)> LookAsync()
    {
        var sources = await api.GetAsync<IReadOnlyList<SourceStatus>>("api/v1/sources/status");
        var needs = new List<HomeNeed>();
        foreach (var source in sources)
        {
            if (source.Health == "invalid")
            {
                needs.Add(new HomeNeed(source.Name, words["has a fault in its file"], Addresses.Source(source.Name), "error"));
            }
            else if (source.Health == "failed")
            {
                needs.Add(new HomeNeed(source.Name, source.LastRun?.Fault?.Message ?? words["was not synced: it failed"], Addresses.Source(source.Name), "error"));
            }
            else if (source.Rejected > 0)
            {
                needs.Add(new HomeNeed(
                    source.Name, words.Count(source.Rejected, "has {0} rejected row", "has {0} rejected rows"), Addresses.Source(source.Name), "warning"));
            }
        }

        var isEmpty = sources.Count == 0 && (await api.GetAsync<IReadOnlyList<SchemaListItem>>("api/v1/tables/schemas")).Count == 0;
        return (needs, isEmpty);
    }
}

/// <summary>Something that needs the user.</summary>
/// <param name="Title">What.</param>
/// <param name="Text">Why.</param>
/// <param name="Href">Where it is mended.</param>
/// <param name="Tone"><c>error</c> or <c>warning</c>.</param>
public sealed record HomeNeed(string Title, string Text, string Href, string Tone);
