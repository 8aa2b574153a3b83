using System.Text;
using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Runs;

/// <summary>Runs, as the API tells them.</summary>
public sealed class RunsClient(ApiClient api)
{
    /// <summary>A part of the runs, newest first.</summary>
    public Task<Page<RunDto>> ListAsync(RunFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var path = new StringBuilder($"api/v1/runs?limit={limit}");
        Add(path, "state", filter.State);
        Add(path, "kind", filter.Kind);
        Add(path, "search", filter.Search);
        Add(path, "about", filter.About);
        Add(path, "cursor", cursor ?? "");
        return api.GetAsync<Page<RunDto>>(path.ToString(), cancellationToken);
    }

    /// <summary>How many runs match, by state.</summary>
    public Task<RunCounts> CountAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var path = new StringBuilder("api/v1/runs/counts?");
        Add(path, "kind", filter.Kind);
        Add(path, "search", filter.Search);
        Add(path, "about", filter.About);
        return api.GetAsync<RunCounts>(path.ToString(), cancellationToken);
    }

    /// <summary>A run.</summary>
    public Task<RunDto> GetAsync(string id, CancellationToken cancellationToken) => api.GetAsync<RunDto>(Path(id), cancellationToken);

    /// <summary>Asks for the end of a run.</summary>
    public Task CancelAsync(string id) => api.CallAsync(HttpMethod.Post, $"{Path(id)}/cancel");

    /// <summary>Runs a failed or cancelled run again, keeping its finished steps.</summary>
    public Task RetryAsync(string id) => api.CallAsync(HttpMethod.Post, $"{Path(id)}/retry");

    /// <summary>Address of the events of a run.</summary>
    public static string Events(string id) => $"{Path(id)}/events";

    /// <summary>Address of the events of all runs.</summary>
    public const string AllEvents = "api/v1/runs/events";

    private static string Path(string id) => $"api/v1/runs/{Uri.EscapeDataString(id)}";

    private static void Add(StringBuilder path, string name, string value)
    {
        if (value.Length > 0)
        {
            path.Append(path[^1] == '?' ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}

/// <summary>Which runs are asked for; empty for all.</summary>
/// <param name="State">Their state.</param>
/// <param name="Kind">Their kind.</param>
/// <param name="Search">Text that their title holds.</param>
/// <param name="About">A source or table that they did something for.</param>
public sealed record RunFilter(string State = "", string Kind = "", string Search = "", string About = "")
{
    /// <summary>Whether a run is among them.</summary>
    public bool Holds(RunDto run) =>
        (State.Length == 0 || run.State == State)
        && (Kind.Length == 0 || run.Kind == Kind)
        && (About.Length == 0 || IsAbout(run, About))
        && run.Title.Contains(Search, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a run did something for a source or table, or its title says that it shall: "Sync erp, shop.orders".</summary>
    public static bool IsAbout(RunDto run, string name) =>
        run.Steps.Any(step => IsOrBelow(step.Name, name)) || run.Title.Split([' ', ',']).Any(word => IsOrBelow(word, name));

    private static bool IsOrBelow(string what, string name) => what == name || what.StartsWith(name + ".", StringComparison.Ordinal);
}
