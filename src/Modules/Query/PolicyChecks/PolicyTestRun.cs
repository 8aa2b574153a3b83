using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Results;

namespace Talentys.Query.PolicyChecks;

/// <summary>Runs a test of an access policy on the query path, as whoever it names.</summary>
internal sealed class PolicyTestRun(IQueries queries)
{
    private const int MostRows = 1_000;

    public async Task<PolicyTestResult> RunAsync(PolicyTest test, Principal asker, Scope scope, CancellationToken cancellationToken) =>
        Of(test, await DifferenceAsync(test, asker, scope, cancellationToken));

    private static PolicyTestResult Of(PolicyTest test, string? difference) =>
        new(test.Policy, test.Place, test.As, test.Sql, difference is null, difference);

    private async Task<string?> DifferenceAsync(PolicyTest test, Principal asker, Scope scope, CancellationToken cancellationToken)
    {
        try
        {
            var order = new QueryOrder { Sql = test.Sql, Principal = asker, Scope = scope, Surface = "policies", As = test.As };
            var rows = await RowsAsync(order, cancellationToken);
            return test.Expected is null ? $"It did not fail: {Text(rows)}." : Same(rows, test.Expected) ? null : $"Came {Text(rows)}.";
        }
        catch (FaultException failure)
        {
            return failure.Fault.Code == test.Fails ? null : $"It failed with {failure.Fault.Code}: {failure.Fault}";
        }
    }

    private async Task<List<IReadOnlyList<string?>>> RowsAsync(QueryOrder order, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<string?>> rows = [];
        await using var answer = await queries.RunAsync(order, cancellationToken);
        while (rows.Count < MostRows && await answer.NextAsync(cancellationToken) is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length && rows.Count < MostRows; row++)
                {
                    rows.Add([.. batch.Arrays.Select(column => CellText.Whole(column, row))]);
                }
            }
        }

        return rows;
    }

    private static bool Same(List<IReadOnlyList<string?>> rows, IReadOnlyList<IReadOnlyList<string?>> expected) =>
        rows.Count == expected.Count && rows.Zip(expected).All(pair => pair.First.SequenceEqual(pair.Second, StringComparer.Ordinal));

    private static string Text(List<IReadOnlyList<string?>> rows) =>
        $"[{string.Join(", ", rows.Take(5).Select(row => $"[{string.Join(", ", row.Select(cell => cell ?? "null"))}]"))}{(rows.Count > 5 ? ", ..." : "")}]";
}
