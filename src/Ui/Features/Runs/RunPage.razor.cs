using Microsoft.AspNetCore.Components;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Models;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Runs;

/// <summary>A run as it goes on: its steps on a time axis and its log.</summary>
public sealed partial class RunPage
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(150);
    private readonly List<RunLogLineDto> lines = [];
    private CancellationTokenSource shown = new();
    private IReadOnlyList<string> steps = [];
    private Dictionary<string, NodeDto> nodes = [];
    private ApiException? failure;
    private RunDto? run;
    private string opened = "";
    private DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private DrawThrottle drawing = default!;
    private bool asking;
    private bool cancelling;
    private bool busy;
    private bool onlyTroubled;

    /// <summary>The run.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private RunsClient Runs { get; set; } = default!;

    [Inject]
    private ModelsClient Models { get; set; } = default!;

    [Inject]
    private LiveStreams Streams { get; set; } = default!;

    [Inject]
    private ServerLink Link { get; set; } = default!;

    [Inject]
    private UserSession Session { get; set; } = default!;

    [Inject]
    private Recents Recents { get; set; } = default!;

    [Inject]
    private Browser Browser { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private Words T { get; set; } = default!;

    [Inject]
    private Formats F { get; set; } = default!;

    private bool IsOpen => run?.EndedAt is null;

    private int Troubled => run!.Steps.Count(IsTroubled);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        drawing = new DrawThrottle(Frame, DrawAsync);
        Link.Returned += Again;
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => opened == Id ? Task.CompletedTask : OpenAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        Link.Returned -= Again;
        shown.Cancel();
        shown.Dispose();
    }

    // what is followed goes on by itself; what could not be read at all is read now
    private void Again()
    {
        if (run is null)
        {
            _ = InvokeAsync(OpenAsync);
        }
    }

    private async Task OpenAsync()
    {
        opened = Id;
        run = null;
        onlyTroubled = false;
        await ReadAsync();
        if (run is not null)
        {
            await Recents.OpenedAsync(new Recent("run", run.Title, Addresses.Run(run.Id)));
        }
    }

    // from the beginning: what was written is told again, then what comes
    private async Task ReadAsync()
    {
        await shown.CancelAsync();
        shown.Dispose();
        shown = new CancellationTokenSource();
        lines.Clear();
        failure = null;
        try
        {
            run = await Runs.GetAsync(Id, shown.Token);
            _ = FollowAsync(shown.Token);
            _ = TickAsync(shown.Token);
            await NameNodesAsync(shown.Token);
        }
        catch (ApiException refused)
        {
            failure = refused;
        }
        catch (OperationCanceledException)
        {
            // another run is shown
        }
    }

    // steps of a build lead to what they are about, as far as that is still there
    private async Task NameNodesAsync(CancellationToken token)
    {
        if (run?.Kind != "build")
        {
            return;
        }

        try
        {
            var list = await Models.ListAsync(token);
            nodes = list.Nodes.SelectMany(node => node.Steps.Select(step => (step, node))).DistinctBy(one => one.step).ToDictionary(one => one.step, one => one.node);
        }
        catch (ApiException)
        {
            // they are shown without links
        }
    }

    private async Task FollowAsync(CancellationToken token)
    {
        try
        {
            await Streams.FollowAsync(
                RunsClient.Events(Id),
                () => lines.Count > 0 ? lines[^1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
                LiveStreams.NothingMissed,
                item => !token.IsCancellationRequested && Hear(item),
                token);
        }
        catch (ApiException refused)
        {
            failure = refused;
        }

        if (!token.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }

    private bool Hear(ServerEvent item)
    {
        switch (item.Type)
        {
            case "run":
                run = item.Read<RunDto>();
                steps = [.. run.Steps.Select(step => step.Name)];
                cancelling &= IsOpen;
                break;
            case "log" when item.Read<RunLogLineDto>() is var line && (lines.Count == 0 || line.Number > lines[^1].Number):
                lines.Add(line);
                break;
            case "end":
                return false;
        }

        _ = drawing.AskAsync();
        return true;
    }

    // thousands of lines may come at once
    private Task DrawAsync()
    {
        if (!shown.IsCancellationRequested)
        {
            now = TimeProvider.System.GetUtcNow();
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    // what is measured against now grows while nothing is heard
    private async Task TickAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        try
        {
            while (IsOpen && await timer.WaitForNextTickAsync(token))
            {
                await drawing.AskAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // no longer shown
        }
    }

    private Task ToLogAsync() => Browser.FocusAsync(".log-box");

    private async Task CancelAsync()
    {
        await Runs.CancelAsync(Id);
        asking = false;
        cancelling = IsOpen;
    }

    private async Task RetryAsync()
    {
        busy = true;
        try
        {
            await Runs.RetryAsync(Id);
            await ReadAsync();
        }
        catch (ApiException refused)
        {
            Notices.Fail(refused);
        }
        finally
        {
            busy = false;
        }
    }

    private static bool IsTroubled(StepDto step) => step.State is "failed" or "skipped" or "cancelled" || step.Metrics.ContainsKey("warned");

    private static ApiException Failed(ProblemFault fault) => new(new Problem("about:blank", "", 0, fault.Code, fault.Message, fault.Place, fault.Mend, [], ""));
}
