using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Talentys.DuckDb.Public;
using Talentys.TestSupport;

namespace Talentys.Query.Tests.Kept;

public class ExportTests
{
    private const string Sql =
        """
        select i as id, i as id, '=1+' || i as "te""xt", case when i % 2 = 1 then null else i / 4 end as d, date '2024-01-01' + i::int as day,
               timestamp '2024-01-01 12:00:00' + to_seconds(i) as at, i % 3 = 0 as flag, 12345678901234567 + i as long,
               ' a<b>&' || chr(7) || '_x0041_' || chr(10) as odd, time '06:00:00' as tm
        from range(1000) r(i)
        """;

    [Theory]
    [InlineData("")]
    [InlineData("&sort=0&desc=true")]
    public async Task Parquet_and_csv_give_the_rows_back(string order)
    {
        await using var server = await QueryServer.StartAsync();
        using var folder = new TempFolder();
        var result = await server.RunAsync(Sql);
        var first = order.Length == 0 ? "0" : "999";
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var connection = instance.Connect();
        foreach (var format in new[] { "parquet", "csv" })
        {
            using var response = await server.Ann.GetAsync($"/api/v1/results/{result.Id}/export?format={format}{order}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.EndsWith($".{format}", response.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
            var file = folder[$"x.{format}"];
            await File.WriteAllBytesAsync(file, await response.Content.ReadAsByteArrayAsync());

            var rows = await connection.RowsAsync(
                $"""select count(*), sum(id), sum(id_1), max(length("te""xt")), count(d), sum(d)::double, max(day), max("at"), sum(flag::int), max("long"), first(id) from read_{format}('{file}')""",
                [], CancellationToken.None);
            Assert.Equal(
                $"1000|499500|499500|6|500|62375|2024-01-01|2024-01-01T12:16:39|334|12345678901235566|{first}".Replace(
                    "|2024-01-01|", $"|{new DateOnly(2024, 1, 1).AddDays(999):yyyy-MM-dd}|", StringComparison.Ordinal),
                string.Join('|', rows[0].Select(Shown)));
        }
    }

    [Fact]
    public async Task Json_is_an_array_of_objects_with_each_name_once()
    {
        await using var server = await QueryServer.StartAsync();
        var result = await server.RunAsync(Sql);

        using var json = JsonDocument.Parse(await server.Ann.GetStringAsync($"/api/v1/results/{result.Id}/export?format=json&sort=0&desc=true"));

        Assert.Equal(1000, json.RootElement.GetArrayLength());
        Assert.Equal((999, 999, "=1+999"), (
            json.RootElement[0].GetProperty("id").GetInt32(), json.RootElement[0].GetProperty("id_1").GetInt32(),
            json.RootElement[0].GetProperty("te\"xt").GetString()));
    }

    [Fact]
    public async Task A_workbook_keeps_types_and_never_makes_a_formula()
    {
        await using var server = await QueryServer.StartAsync();
        var result = await server.RunAsync(Sql);

        var bytes = await server.Ann.GetByteArrayAsync($"/api/v1/results/{result.Id}/export?format=xlsx");

        using var archive = new ZipArchive(new MemoryStream(bytes));
        foreach (var part in archive.Entries)
        {
            Assert.NotNull(await LoadAsync(part));
        }

        var sheet = await LoadAsync(archive.GetEntry("xl/worksheets/sheet1.xml")!);
        XNamespace ns = sheet.Root!.Name.Namespace;
        var rows = sheet.Descendants(ns + "row").ToList();
        Assert.Equal(1001, rows.Count);
        Assert.Equal("te\"xt", rows[0].Elements().ElementAt(2).Value);
        var cells = rows[4].Elements().ToList();
        Assert.Equal(
            ["3", "3", "=1+3", "", "45295", "45292.50003472222", "1", "12345678901234570", " a<b>&_x0007__x005F_x0041_\n", "0.25"],
            cells.Select(cell => cell.Value));
        Assert.Equal([null, null, "inlineStr", null, null, null, "b", "inlineStr", "inlineStr", null], cells.Select(cell => cell.Attribute("t")?.Value));
        Assert.Equal(["1", "2", "3"], new[] { 4, 5, 9 }.Select(i => cells[i].Attribute("s")?.Value));
        Assert.Empty(sheet.Descendants(ns + "f"));
    }

    [Fact]
    public async Task What_no_sheet_holds_is_told_before_the_download_and_long_texts_are_cut()
    {
        await using var server = await QueryServer.StartAsync();
        var many = await server.RunAsync("select 1 from range(1048576)");
        var texts = await server.RunAsync("select repeat('x', 40000) as t");

        using var refused = await server.Ann.GetAsync($"/api/v1/results/{many.Id}/export?format=xlsx");
        using var unknown = await server.Ann.GetAsync($"/api/v1/results/{many.Id}/export?format=pdf");
        using var archive = new ZipArchive(new MemoryStream(await server.Ann.GetByteArrayAsync($"/api/v1/results/{texts.Id}/export?format=xlsx")));

        var problem = await QueryServer.ProblemAsync(refused, HttpStatusCode.BadRequest);
        Assert.Equal("query.export_too_large", problem.Code);
        Assert.Contains("CSV", problem.Mend, StringComparison.Ordinal);
        Assert.Equal("query.export_format", (await QueryServer.ProblemAsync(unknown, HttpStatusCode.BadRequest)).Code);
        var sheet = await LoadAsync(archive.GetEntry("xl/worksheets/sheet1.xml")!);
        Assert.Equal(32_767, sheet.Descendants(sheet.Root!.Name.Namespace + "t").Last().Value.Length);
    }

    private static async Task<XDocument> LoadAsync(ZipArchiveEntry entry)
    {
        await using var content = await entry.OpenAsync();
        return await XDocument.LoadAsync(content, LoadOptions.PreserveWhitespace, CancellationToken.None);
    }

    private static string Shown(object? value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
