using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Features.Sql;

/// <summary>Schemas, tables and columns, read as they are opened; a chosen name is put into the editor.</summary>
public sealed partial class SchemaTree
{
    private const int Step = 200;
    private readonly CancellationTokenSource end = new();
    private readonly HashSet<string> open = [];
    private readonly Dictionary<string, ListWindow<TableListItem>> tables = [];
    private readonly Dictionary<string, IReadOnlyList<TableColumn>> columns = [];
    private CancellationTokenSource? typing;
    private IReadOnlyList<SchemaListItem>? schemas;
    private ListWindow<TableListItem>? found;
    private List<Node> nodes = [];
    private ApiException? failure;
    private string search = "";
    private int at;
    private bool prevented;

    /// <summary>Told the name to be inserted.</summary>
    [Parameter]
    public EventCallback<string> Insert { get; set; }

    /// <summary>Told to hide.</summary>
    [Parameter]
    public EventCallback Close { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Link.Returned += Again;
        await LoadAsync();
    }

    public void Dispose()
    {
        Link.Returned -= Again;
        end.Cancel();
        end.Dispose();
        typing?.Dispose();
    }

    private void Again() => _ = InvokeAsync(async () =>
    {
        await LoadAsync();
        StateHasChanged();
    });

    private Task LoadAsync() => TryAsync(async () =>
    {
        schemas = await Tables.SchemasAsync(end.Token);
        if (schemas is [var only])
        {
            open.Add(only.Name);
        }

        foreach (var schema in schemas.Where(schema => open.Contains(schema.Name)))
        {
            tables[schema.Name] = await Tables.ListAsync(new ListQuery("", "name", false, 0, Step), schema.Name, end.Token);
        }
    });

    private async Task SearchAsync(ChangeEventArgs e)
    {
        search = e.Value?.ToString()?.Trim() ?? "";
        typing?.Cancel();
        typing?.Dispose();
        typing = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var token = typing.Token;
        try
        {
            if (search.Length == 0)
            {
                found = null;
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, token);
            }

            await TryAsync(async () => found = search.Length == 0 ? null : await Tables.ListAsync(new ListQuery(search, "name", false, 0, Step), "", token));
        }
        catch (OperationCanceledException)
        {
            // typed on
        }
    }

    private async Task TryAsync(Func<Task> read)
    {
        try
        {
            await read();
            failure = null;
        }
        catch (ApiException refused)
        {
            failure = refused;
        }
        catch (OperationCanceledException)
        {
            // left, or typed on
        }

        Lay();
    }

    private async Task ChooseAsync(Node node)
    {
        at = node.Index;
        if (node.IsOpen is { } isOpen)
        {
            await OpenAsync(node, !isOpen);
        }
        else if (node.Kind == NodeKind.More)
        {
            await MoreAsync(node);
        }
    }

    private async Task OpenAsync(Node node, bool wished)
    {
        if (!wished)
        {
            open.Remove(node.Key);
            Lay();
            return;
        }

        open.Add(node.Key);
        Lay();
        if (node.Kind == NodeKind.Schema && !tables.ContainsKey(node.Schema))
        {
            await TryAsync(async () => tables[node.Schema] = await Tables.ListAsync(new ListQuery("", "name", false, 0, Step), node.Schema, end.Token));
        }
        else if (node.Kind == NodeKind.Table && !columns.ContainsKey(node.Key))
        {
            await TryAsync(async () => columns[node.Key] = (await Tables.ShowAsync(node.Schema, node.Table!, end.Token)).Columns);
        }
    }

    private Task MoreAsync(Node node) => TryAsync(async () =>
    {
        var known = tables[node.Schema];
        var more = await Tables.ListAsync(new ListQuery("", "name", false, known.Items.Count, Step), node.Schema, end.Token);
        tables[node.Schema] = new ListWindow<TableListItem>([.. known.Items, .. more.Items], more.Total);
    });

    private async Task InsertAsync(Node node)
    {
        at = node.Index;
        if (node.Insert is { } name)
        {
            await Insert.InvokeAsync(name);
        }
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (nodes.Count == 0)
        {
            return;
        }

        var node = nodes[Math.Min(at, nodes.Count - 1)];
        var (forward, back) = T.RightToLeft ? ("ArrowLeft", "ArrowRight") : ("ArrowRight", "ArrowLeft");
        prevented = e.Key is not "Tab";
        switch (e.Key)
        {
            case "ArrowDown":
                await GoAsync(at + 1);
                break;
            case "ArrowUp":
                await GoAsync(at - 1);
                break;
            case "Home":
                await GoAsync(0);
                break;
            case "End":
                await GoAsync(nodes.Count - 1);
                break;
            case "Enter":
                await (node.Insert is null ? ChooseAsync(node) : InsertAsync(node));
                break;
            case " ":
                await ChooseAsync(node);
                break;
            case var key when key == forward && node.IsOpen == false:
                await OpenAsync(node, true);
                break;
            case var key when key == back && node.IsOpen == true:
                await OpenAsync(node, false);
                break;
            case var key when key == back && node.Level > 0:
                await GoAsync(nodes.FindLastIndex(node.Index, other => other.Level < node.Level));
                break;
        }
    }

    private async Task GoAsync(int index)
    {
        at = Math.Clamp(index, 0, nodes.Count - 1);
        StateHasChanged();
        await Browser.RevealAsync($"#{Id(at)}");
    }

    private static string Id(int index) => $"sql-node-{index}";

    // what is open, as one list
    private void Lay()
    {
        var list = new List<Node>();
        if (found is not null)
        {
            foreach (var table in found.Items)
            {
                AddTable(table, 0, $"{table.Schema}.{table.Name}");
            }
        }
        else
        {
            foreach (var schema in schemas ?? [])
            {
                var isOpen = open.Contains(schema.Name);
                list.Add(new Node(list.Count, NodeKind.Schema, 0, schema.Name, schema.Name, null, schema.Name, F.Number(schema.Tables), isOpen, null, schema.Name));
                if (isOpen && tables.TryGetValue(schema.Name, out var window))
                {
                    foreach (var table in window.Items)
                    {
                        AddTable(table, 1, table.Name);
                    }

                    if (window.Items.Count < window.Total)
                    {
                        list.Add(new Node(list.Count, NodeKind.More, 1, "", schema.Name, null, T["{0} more…", F.Number(window.Total - window.Items.Count)], "", null, null, ""));
                    }
                }
            }
        }

        nodes = list;
        at = Math.Clamp(at, 0, Math.Max(0, list.Count - 1));

        void AddTable(TableListItem table, int level, string name)
        {
            var key = $"{table.Schema}\n{table.Name}";
            var isOpen = open.Contains(key);
            var full = $"{Addresses.Quoted(table.Schema)}.{Addresses.Quoted(table.Name)}";
            list.Add(new Node(list.Count, NodeKind.Table, level, key, table.Schema, table.Name, name, table.CountsHidden ? T["filtered"] : F.Brief(table.Rows), isOpen, full, full));
            if (isOpen && columns.TryGetValue(key, out var known))
            {
                foreach (var column in known)
                {
                    list.Add(new Node(
                        list.Count, NodeKind.Column, level + 1, "", table.Schema, table.Name, column.Name, column.Type, null, Addresses.Quoted(column.Name), $"{column.Name} {column.Type}"));
                }
            }
        }
    }

    private enum NodeKind
    {
        Schema,
        Table,
        Column,
        More,
    }

    private sealed record Node(
        int Index, NodeKind Kind, int Level, string Key, string Schema, string? Table, string Name, string Detail, bool? IsOpen, string? Insert, string Title);
}
