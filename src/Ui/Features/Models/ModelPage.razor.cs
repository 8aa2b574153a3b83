using Microsoft.AspNetCore.Components;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Runs;
using Talentys.Ui.Kit;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Models;

/// <summary>A node of the dbt project: what it is, its SQL, its columns, its tests, its neighbours and its runs.</summary>
public sealed partial class ModelPage
{
    private const int Everything = 1000;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);

    private BuildFollower follower = default!;
    private DrawThrottle drawing = default!;
    private NodeDetailDto? detail;
    private ProjectNodesDto? list;
    private ProjectOutline? outline;
    private PageReading reading = default!;
    private string opened = "";
    private int steps = 1;
    private bool starting;

    /// <summary>The node, by dbt's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The tab.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [Inject]
    private ModelsClient Client { get; set; } = default!;

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

    private Recent Here => new("model", NodeWords.Name(detail!.Node), Addresses.Model(Id));

    private string Active => Tab is not null && Items.Any(item => item.Key == Tab) ? Tab : "overview";

    private NodeResultDto? Last => follower.ResultOf(detail!.Node);

    private string StateNow => outline is not null ? outline.StateOf(outline.Find(Id) ?? detail!.Node) : Last?.State ?? "";

    private IReadOnlyList<NodeDto> Around => outline!.Around(Id, steps) is var near ? [.. outline.Nodes.Where(node => near.Contains(node.Id) && (!ProjectOutline.IsTest(node) || node.Id == Id))] : [];

    // the one that goes on is heard of before it is stored
    private IReadOnlyList<NodeResultDto> Runs => Last is { } last ? [last, .. detail!.Runs.Where(run => run.RunId != last.RunId || run.StartedAt != last.StartedAt)] : detail!.Runs;

    private IReadOnlyList<TabItem> Items
    {
        get
        {
            var node = detail!.Node;
            var isTest = ProjectOutline.IsTest(node);
            return
            [
                new("overview", T["Overview"]),
                .. isTest && detail.HasRows && node.Kind == "test" ? [new TabItem("rows", T["Rows that fail"], Last?.Failures is > 0 and var count ? F.Brief(count) : null)] : Array.Empty<TabItem>(),
                .. detail.Sql is not null || detail.HasRows ? [new TabItem("sql", T["SQL"])] : Array.Empty<TabItem>(),
                .. node.Kind is "model" or "seed" or "snapshot" or "source" ? [new TabItem("columns", T["Columns"]), new TabItem("tests", T["Tests"], F.Number(detail.Tests.Count))] : Array.Empty<TabItem>(),
                new("graph", T["Graph"]),
                .. node.Steps.Count > 0 ? [new TabItem("runs", T["Runs"])] : Array.Empty<TabItem>(),
            ];
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        reading = new PageReading(ReadAsync, Shown);
        follower = new BuildFollower(Streams);
        drawing = new DrawThrottle(Frame, DrawAsync);
        follower.Moved += Draw;
        follower.Stale += Again;
        Link.Returned += Again;
        _ = follower.FollowAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (opened == Id)
        {
            return; // another tab of it
        }

        opened = Id;
        detail = null;
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

    private void Draw() => _ = InvokeAsync(drawing.AskAsync);

    private void Again() => _ = InvokeAsync(ReadAsync);

    private Task Shown()
    {
        StateHasChanged();
        return Task.CompletedTask;
    }

    private Task DrawAsync()
    {
        if (!reading.IsClosed)
        {
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    private Task ReadAsync() => reading.AskAsync();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var read = await Client.GetAsync(Id, cancellationToken);
        list = await Client.ListAsync(cancellationToken);
        outline = new ProjectOutline(list.Nodes, follower.ResultOf);
        detail = read;
    }

    private async Task TestAsync()
    {
        starting = true;
        try
        {
            // a unit test is chosen by its name; names of other tests are unique
            var run = await Client.BuildAsync(new BuildRequest("test", [detail!.Node.Name]));
            Notices.Say(run.Joined ? T["This build is under way already."] : T["The build has begun."]);
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

    private void Go(string tab) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("tab", tab == "overview" ? null : tab), replace: true);

    private static ApiException Failed(ProblemFault fault) => new(new Problem("about:blank", "", 0, fault.Code, fault.Message, fault.Place, fault.Mend, [], ""));
}
