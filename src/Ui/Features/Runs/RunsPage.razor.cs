using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Runs;

/// <summary>All runs, live. What is filtered stands in the address, so that it can be sent and gone back to.</summary>
public sealed partial class RunsPage
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource shown = new();
    private RunCollection runs = default!;
    private CancellationTokenSource? typing;
    private Virtualize<RunDto>? rows;
    private RunCounts? counts;
    private ApiException? failure;
    private DrawThrottle drawing = default!;
    private bool follows;
    private string? typed;
    private string went = "";
    private string listed = "";

    /// <summary>State that is shown; empty for all.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>Kind that is shown; empty for all.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <summary>Text that titles hold.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [Inject]
    private RunsClient Client { get; set; } = default!;

    [Inject]
    private LiveStreams Streams { get; set; } = default!;

    [Inject]
    private ServerLink Link { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private UserSession Session { get; set; } = default!;

    [Inject]
    private Words T { get; set; } = default!;

    [Inject]
    private Formats F { get; set; } = default!;

    private RunFilter Filter => new(State ?? "", Kind ?? "", Search ?? "");

    // whether the list is that of what was typed
    private bool IsListed => typed is null || typed == listed || failure is not null;

    private float RowHeight => Session.Preferences.Density == "compact" ? 34 : 44;

    private IEnumerable<(string State, string Title, long? Count)> Chips =>
    [
        ("", T["All"], counts is { } all ? all.Queued + all.Running + all.Interrupted + all.Succeeded + all.Failed + all.Cancelled : null),
        ("running", T["Running"], counts?.Running),
        ("queued", T["Queued"], counts?.Queued),
        ("succeeded", T["Succeeded"], counts?.Succeeded),
        ("failed", T["Failed"], counts?.Failed),
        ("cancelled", T["Cancelled"], counts?.Cancelled),
        .. counts?.Interrupted > 0 || State == "interrupted" ? [("interrupted", T["Interrupted"], counts?.Interrupted)] : Array.Empty<(string, string, long?)>(),
    ];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        runs = new RunCollection(Client.ListAsync);
        drawing = new DrawThrottle(Frame, DrawAsync);
        Link.Returned += Again;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (went != Filter.Search)
        {
            // another address, not what was typed here: letters typed since are not taken away by their own search
            went = Filter.Search;
            typed = null;
        }

        if (!runs.IsRead || runs.Filter != Filter)
        {
            await ReadAsync();
        }

        if (!follows)
        {
            follows = true;
            _ = FollowAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Link.Returned -= Again;
        shown.Cancel();
        shown.Dispose();
        typing?.Dispose();
    }

    private void Again() => _ = InvokeAsync(ReadAsync);

    private async Task ReadAsync()
    {
        try
        {
            var count = Client.CountAsync(Filter, shown.Token);
            await runs.ReadAsync(Filter, shown.Token);
            counts = await count;
            failure = null;
        }
        catch (ApiException refused)
        {
            failure = refused.IsUnreachable && runs.IsRead ? null : refused;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await RefreshAsync();
    }

    private async Task FollowAsync()
    {
        try
        {
            await Streams.FollowAsync(RunsClient.AllEvents, () => null, Again, Hear, shown.Token);
        }
        catch (ApiException refused)
        {
            failure = refused;
            StateHasChanged();
        }
    }

    private bool Hear(ServerEvent item)
    {
        if (item.Type == "run" && runs.IsRead)
        {
            runs.Take(item.Read<RunDto>());
            _ = drawing.AskAsync();
        }

        return true;
    }

    private async Task DrawAsync()
    {
        await RefreshAsync();
        try
        {
            counts = await Client.CountAsync(Filter, shown.Token);
        }
        catch (Exception failed) when (failed is ApiException or OperationCanceledException)
        {
            return; // the next change asks again
        }

        await RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        if (shown.IsCancellationRequested)
        {
            return;
        }

        StateHasChanged();
        if (rows is not null)
        {
            await rows.RefreshDataAsync();
        }

        listed = runs.Filter.Search;
        StateHasChanged();
    }

    // one row more than is read stands for the older ones: when it comes into view they are read
    private async ValueTask<ItemsProviderResult<RunDto>> ProvideAsync(ItemsProviderRequest request)
    {
        try
        {
            while (runs.HasMore && request.StartIndex + request.Count > runs.Items.Count)
            {
                var before = runs.Items.Count;
                await runs.ReadOlderAsync(request.CancellationToken);
                if (runs.Items.Count == before)
                {
                    break;
                }
            }
        }
        catch (ApiException refused)
        {
            failure = refused.IsUnreachable ? failure : refused;
        }

        return new ItemsProviderResult<RunDto>(
            runs.Items.Skip(request.StartIndex).Take(request.Count), runs.Items.Count + (runs.HasMore ? 1 : 0));
    }

    private async Task SearchAsync(ChangeEventArgs e)
    {
        typing?.Cancel();
        typing?.Dispose();
        typing = new CancellationTokenSource();
        typed = e.Value?.ToString()?.Trim() ?? "";
        try
        {
            await Task.Delay(Typing, TimeProvider.System, typing.Token);
            Go(State, Kind, typed);
        }
        catch (OperationCanceledException)
        {
            // typed on
        }
    }

    private void Go(string? state, string? kind, string? search)
    {
        typed = went = search ?? "";
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["state"] = Some(state), ["kind"] = Some(kind), ["q"] = Some(search) }), replace: true);
    }

    private static string? Some(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private string Took(RunDto run) =>
        run.StartedAt is { } started ? F.Duration((run.EndedAt ?? TimeProvider.System.GetUtcNow()) - started) : "";

    private string StepsOf(RunDto run)
    {
        var done = run.Steps.Count(step => step.State == "succeeded");
        if (run.State == "running" && run.Steps.LastOrDefault(step => step.State == "running") is { } current)
        {
            var part = current is { Done: { } units, Total: > 0 and var all } ? F.Number(100d * units / all, 0) + " %" : current.Done is > 0 and var count ? F.Brief(count) : "";
            return T["{0} done, now {1}", done, current.Name] + (part.Length > 0 ? $" · {part}" : "");
        }

        return run.Steps.Count == 0 ? "" : done == run.Steps.Count ? T.Count(done, "{0} step", "{0} steps") : T["{0} of {1} steps", done, run.Steps.Count];
    }
}
