using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Runs;
using Talentys.Ui.Kit;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Models;

/// <summary>What is in the dbt project, as a list and as a graph, and how it fares; live while a build runs.</summary>
public sealed partial class ModelsPage
{
    private const int MostDrawn = 700;
    private const string Tests = "tests";
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);

    private BuildFollower follower = default!;
    private DrawThrottle drawing = default!;
    private ListView<NodeDto>? rows;
    private NodeGraph? graph;
    private ProjectNodesDto? list;
    private PageReading reading = default!;
    private string sought = "";
    private string filtered = "";

    /// <summary><c>list</c> or <c>graph</c>.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    public string? Shape { get; set; }

    /// <summary>Kind of the nodes that are shown; empty for all but tests.</summary>
    [SupplyParameterFromQuery(Name = "kind")]
    public string? KindAsked { get; set; }

    /// <summary>Their state; empty for all.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? StateAsked { get; set; }

    /// <summary>A tag that they have; empty for all.</summary>
    [SupplyParameterFromQuery(Name = "tag")]
    public string? TagAsked { get; set; }

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
    private Words T { get; set; } = default!;

    [Inject]
    private Formats F { get; set; } = default!;

    private ProjectOutline? Outline { get; set; }

    private string Active => Shape == "graph" ? "graph" : "list";

    private string Kind => KindAsked ?? "";

    private string State => StateAsked ?? "";

    private string Tag => TagAsked ?? "";

    private IReadOnlyList<TabItem> Views => [new("list", T["List"]), new("graph", T["Graph"])];

    private NodeResultDto? Last => Outline!.Nodes.Select(Outline.ResultOf).OfType<NodeResultDto>().MaxBy(result => result.StartedAt);

    private List<NodeDto> Drawn => [.. Outline!.Nodes.Where(node => !ProjectOutline.IsTest(node) && Holds(node))];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        reading = new PageReading(ReadAsync, ShownAsync);
        follower = new BuildFollower(Streams);
        drawing = new DrawThrottle(Frame, DrawAsync);
        follower.Moved += Draw;
        follower.Stale += Again;
        Link.Returned += Again;
        await ReadAsync();
        _ = follower.FollowAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (filtered != $"{Kind} {State} {Tag}")
        {
            filtered = $"{Kind} {State} {Tag}";
            await (rows?.ReloadAsync() ?? Task.CompletedTask);
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

    private Task DrawAsync()
    {
        if (reading.IsClosed)
        {
            return Task.CompletedTask;
        }

        StateHasChanged();
        return State.Length > 0 && rows is not null ? rows.ReloadAsync() : Task.CompletedTask;
    }

    private Task ReadAsync() => reading.AskAsync();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        list = await Client.ListAsync(cancellationToken);
        Outline = new ProjectOutline(list.Nodes, follower.ResultOf);
    }

    private Task ShownAsync()
    {
        StateHasChanged();
        return rows?.ReloadAsync() ?? Task.CompletedTask;
    }

    private Task<ListWindow<NodeDto>> LoadAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var found = Outline!.Nodes.Where(node => Holds(node) && Has(node, query.Search));
        var sorted = query.Sort switch
        {
            "kind" => found.OrderBy(node => NodeWords.Makes(node, T), StringComparer.CurrentCultureIgnoreCase),
            "state" => found.OrderBy(node => Outline.StateOf(node), StringComparer.Ordinal),
            "rows" => found.OrderBy(node => RowsOf(node) ?? -1),
            "time" => found.OrderBy(node => TimeOf(node) ?? TimeSpan.Zero),
            "when" => found.OrderBy(node => Outline.ResultOf(node)?.StartedAt ?? DateTimeOffset.MinValue),
            "name" => found.OrderBy(NodeWords.Name, StringComparer.CurrentCultureIgnoreCase),
            _ => found.OrderBy(node => node.Kind switch { "model" or "seed" or "snapshot" => 0, "source" => 1, "test" or "unit_test" => 3, _ => 2 }).ThenBy(NodeWords.Name, StringComparer.CurrentCultureIgnoreCase),
        };
        var all = sorted.ToList();
        if (query.Descending)
        {
            all.Reverse();
        }

        return Task.FromResult(new ListWindow<NodeDto>([.. all.Skip(query.Offset).Take(query.Count)], all.Count));
    }

    private bool Holds(NodeDto node) =>
        (Kind switch { "" => !ProjectOutline.IsTest(node), Tests => ProjectOutline.IsTest(node), var kind => node.Kind == kind })
        && (State.Length == 0 || Outline!.StateOf(node) == State)
        && (Tag.Length == 0 || node.Tags.Contains(Tag));

    private bool Matches(NodeDto node) => Has(node, sought);

    private static bool Has(NodeDto node, string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        NodeWords.Name(node).Contains(word, StringComparison.CurrentCultureIgnoreCase) || node.Path.Contains(word, StringComparison.CurrentCultureIgnoreCase)
        || $"{node.Schema}.{node.Table}".Contains(word, StringComparison.CurrentCultureIgnoreCase) || node.Description?.Contains(word, StringComparison.CurrentCultureIgnoreCase) == true);

    private void Seek(string? text) => sought = text?.Trim() ?? "";

    private async Task SeekKeyAsync(KeyboardEventArgs e)
    {
        if (e.Key == "Enter" && graph is not null && Drawn.OrderBy(node => !NodeWords.Name(node).Contains(sought, StringComparison.CurrentCultureIgnoreCase)).FirstOrDefault(Matches) is { } first)
        {
            await graph.FindAsync(first.Id);
        }
    }

    private int Count(string kind) => Outline!.Nodes.Count(node => node.Kind == kind);

    private long? RowsOf(NodeDto node) => Outline!.ResultOf(node) is { } result ? result.Failures ?? result.Rows : null;

    private TimeSpan? TimeOf(NodeDto node) => Outline!.ResultOf(node) is { EndedAt: { } end } result ? end - result.StartedAt : null;

    private void Go(string name, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, string.IsNullOrEmpty(value) ? null : value), replace: true);

    private static ApiException Faults(IReadOnlyList<ProblemFault> faults) =>
        new(new Problem("about:blank", "", 0, faults[0].Code, faults[0].Message, faults[0].Place, faults[0].Mend, faults, ""));
}
