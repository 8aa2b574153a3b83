using Talentys.Contracts;
using Talentys.Query.Functions;

namespace Talentys.Query.Tests.Functions;

public class FunctionListTests
{
    [Fact]
    public async Task The_list_tells_every_function_that_may_be_called_and_no_other()
    {
        await using var server = await QueryServer.StartAsync();

        var functions = await server.GetAsync<SqlFunction[]>("/api/v1/functions");

        Assert.Empty(AllowedFunctions.All.Except(functions.Select(function => function.Name), StringComparer.OrdinalIgnoreCase));
        Assert.DoesNotContain(functions, function => !AllowedFunctions.Contains(function.Name) || function.Name is "read_csv" or "getenv");
        Assert.Contains(functions, function => function is { Name: "date_trunc", Kind: "scalar", Signature: "date_trunc(part, timestamp)", Description: not null });
        Assert.Contains(functions, function => function is { Name: "sum", Kind: "aggregate" });
        Assert.Equal("row_number()", Assert.Single(functions, function => function is { Name: "row_number", Kind: "window" }).Signature);
        Assert.Contains(functions, function => function is { Name: "range", Kind: "table" });
        Assert.Single(functions, function => function is { Name: "add", Signature: "add(value, value)" });
        Assert.Empty(functions.Select(function => function.Kind).Except(["scalar", "aggregate", "window", "table", "macro"]));
        Assert.Equal(functions.Length, functions.Distinct().Count());
    }
}
