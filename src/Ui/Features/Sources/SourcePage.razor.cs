using Microsoft.AspNetCore.Components;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Runs;
using Talentys.Ui.Kit;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Sources;

/// <summary>A source: how it fares, its streams, what was rejected, its settings and its syncs.</summary>
public sealed partial class SourcePage
{
    private SyncFollower follower = default!;
    private SourceDetail? detail;
    private SourceSettings? settings;
    private PageReading reading = default!;
    private string opened = "";
    private bool settingsOpened;
    private bool starting;

    /// <summary>The source.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>The tab.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>The stream whose rejected rows are shown.</summary>
    [SupplyParameterFromQuery]
    public string? Stream { get; set; }

    [Inject]
    private SourcesClient Client { get; set; } = default!;

    [Inject]
    private LiveStreams Streams { get; set; } = default!;

    [Inject]
    private UserSession Session { get; set; } = default!;

    [Inject]
    private ServerLink Link { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Recents Recents { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private Words T { get; set; } = default!;

    [Inject]
    private Formats F { get; set; } = default!;

    private Recent Here => new("source", Name, Addresses.Source(Name));

    private string Active => Tab is "rejected" or "settings" or "runs" ? Tab : "streams";

    private RunDto? Current => follower.Open.FirstOrDefault(run => SyncFollower.IsOf(run, Name) && !run.State.Equals("interrupted", StringComparison.Ordinal));

    private string Health => Current is not null && detail!.Status.Health != "invalid" ? "syncing" : detail!.Status.Health;

    private IReadOnlyList<TabItem> TabItems =>
    [
        new("streams", T["Streams"], F.Number(detail!.Streams.Count)),
        new("rejected", T["Rejected rows"], detail.Status.Rejected > 0 ? F.Brief(detail.Status.Rejected) : null),
        new("settings", T["Settings"]),
        new("runs", T["Runs"]),
    ];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        reading = new PageReading(async token => detail = await Client.GetAsync(Name, token), Drawn);
        follower = new SyncFollower(Streams);
        follower.Moved += Show;
        follower.Stale += Again;
        Link.Returned += Again;
        _ = follower.FollowAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        settingsOpened |= Active == "settings";
        if (opened == Name)
        {
            return;
        }

        opened = Name;
        detail = null;
        settingsOpened = Active == "settings";
        await reading.OpenAsync();
        if (detail is not null)
        {
            await Recents.OpenedAsync(Here);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Link.Returned -= Again;
        follower.Dispose();
        reading.Dispose();
    }

    private void Show() => _ = InvokeAsync(StateHasChanged);

    private void Again() => _ = InvokeAsync(ReadAsync);

    private Task ReadAsync() => reading.AskAsync();

    private Task Drawn()
    {
        StateHasChanged();
        return Task.CompletedTask;
    }

    private async Task SyncAsync(string what)
    {
        starting = true;
        try
        {
            var run = await Client.SyncAsync(what);
            Notices.Say(run.Joined ? T["This sync is under way already."] : T["The sync has begun."]);
        }
        catch (ApiException refused)
        {
            Notices.Fail(refused);
        }
        finally
        {
            starting = false;
        }
    }

    private async Task MendAsync(ProblemFault fault)
    {
        Go("settings", null);
        await Task.Yield();
        if (settings is not null)
        {
            await settings.OpenTextAsync(fault.Place);
        }
    }

    private void Go(string tab, string? stream) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["tab"] = tab == "streams" ? null : tab, ["stream"] = stream }), replace: true);

    private static ApiException Faults(IReadOnlyList<ProblemFault> faults) =>
        new(new Problem("about:blank", "", 0, faults[0].Code, faults[0].Message, faults[0].Place, faults[0].Mend, faults, ""));
}
