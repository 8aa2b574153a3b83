using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Tests.Kit;

public sealed class DataGridTests : PageContext
{
    private static readonly string?[][] Rows = [["1", "a"], ["2", null], ["3", "{\"b\":[1]}"]];
    private readonly BunitJSModuleInterop part;

    public DataGridTests()
    {
        Services.AddMudServices();
        Services.AddScoped<Notices>();
        Services.AddScoped(_ => new ServerLink(new HttpClient()));
        var script = JSInterop.SetupModule("./js/grid.js");
        script.Mode = JSRuntimeMode.Loose;
        part = script.SetupModule(call => call.Identifier == "mount");
        part.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task The_script_is_told_columns_and_rows_and_reads_windows()
    {
        var grid = Grid();

        Assert.Equal([["id", "BIGINT", "1", ""], ["text", "VARCHAR", "", ""]], Assert.IsType<string[][]>(Assert.Single(part.Invocations["setColumns"]).Arguments[0]));
        Assert.Equal(3L, part.Invocations["setRows"][^1].Arguments[0]);
        var window = await grid.InvokeAsync(() => grid.Instance.Window(1, 2, 1, 1));
        Assert.Equal([[null], ["{\"b\":[1]}"]], JsonSerializer.Deserialize<ResultWindow>(window, ApiClient.Json)!.Rows);
    }

    [Fact]
    public void More_rows_of_the_same_result_do_not_begin_it_anew()
    {
        var grid = Grid();

        grid.Render(all => all.Add(it => it.Rows, 5));

        Assert.Single(part.Invocations["setColumns"]);
        Assert.Equal(5L, part.Invocations["setRows"][^1].Arguments[0]);
    }

    [Fact]
    public async Task A_window_that_cannot_be_read_is_told_in_place_and_read_again_on_demand()
    {
        var problem = new Problem("about:blank", "", 500, "query.unexpected", "The platform failed.", null, null, [], "r1");
        var grid = Grid(read: (_, _) => throw new ApiException(problem));

        var window = await grid.InvokeAsync(() => grid.Instance.Window(0, 1, 0, 1));
        Assert.Empty(window);
        Assert.Contains("The platform failed.", grid.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        await grid.Find("[role=alert] button").ClickAsync();
        Assert.Single(part.Invocations["retry"]);
    }

    [Fact]
    public async Task A_whole_cell_is_read_and_json_is_arranged()
    {
        var grid = Grid();

        await grid.InvokeAsync(() => grid.Instance.Open(2, 1, false));

        Assert.Equal("{\n  \"b\": [\n    1\n  ]\n}", grid.WaitForElement(".cell-text").TextContent.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_panel_of_a_cell_makes_room_for_another_and_may_be_opened_again()
    {
        var opened = 0;
        var grid = Grid(all => all.Add(it => it.CellOpened, () => opened++));

        await grid.InvokeAsync(() => grid.Instance.Open(2, 1, false));
        Assert.Single(grid.FindAll(".side-panel"));
        grid.Render(all => all.Add(it => it.SideTaken, true));
        Assert.Empty(grid.FindAll(".side-panel"));

        await grid.InvokeAsync(() => grid.Instance.Open(0, 0, false));
        Assert.Equal(2, opened);
        Assert.Single(grid.FindAll(".side-panel"));
    }

    [Fact]
    public async Task Sorting_is_told_unless_it_is_refused()
    {
        var sorts = new List<GridSort>();
        var grid = Grid(all => all.Add(it => it.SortChanged, sorts.Add));

        await grid.InvokeAsync(() => grid.Instance.SortBy(1, true));
        grid.Render(all => all.Add(it => it.SortRefused, "It still runs."));
        await grid.InvokeAsync(() => grid.Instance.SortBy(0, false));

        Assert.Equal([new GridSort(1, true)], sorts);
    }

    private IRenderedComponent<DataGrid> Grid(
        Action<ComponentParameterCollectionBuilder<DataGrid>>? more = null, Func<GridWindow, CancellationToken, Task<byte[]>>? read = null) => Render<DataGrid>(all =>
    {
        all.Add(it => it.Label, "Result").Add(it => it.Of, "r").Add(it => it.Columns, [new ResultColumn("id", "BIGINT"), new ResultColumn("text", "VARCHAR")])
            .Add(it => it.Rows, Rows.Length).Add(it => it.Read, read ?? ((window, _) => Task.FromResult(window.Of(Rows))))
            .Add(it => it.ReadCell, (row, column, _) => Task.FromResult(Rows[row][column] ?? ""));
        more?.Invoke(all);
    });
}
