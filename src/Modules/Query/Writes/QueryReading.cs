using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Results;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>Runs the queries that a statement which writes is made of: each takes the reading path, with all its stages.</summary>
internal sealed class QueryReading(
    PivotStage pivot, ParseStage parse, BindStage bind, AuthorizeStage authorize, PlanStage plan, LimitStage limits, WorldStage world, ExecuteStage execute, SpoolEngines engines)
{
    /// <summary>Runs a query to its end.</summary>
    /// <param name="query">The statement.</param>
    /// <param name="text">The query.</param>
    /// <param name="target">How the table that is changed is opened; null when the query does not read it by its places.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Spool> SpoolAsync(QueryInFlight query, ComposedText text, TargetRows? target, CancellationToken cancellationToken) =>
        SpoolAsync(query, text, target, query.Order.Describe, cancellationToken);

    private async Task<Spool> SpoolAsync(QueryInFlight query, ComposedText text, TargetRows? target, bool describe, CancellationToken cancellationToken)
    {
        var inner = await StartAsync(query, text, target, describe, cancellationToken);
        await using var rows = inner.Result;
        try
        {
            if (!describe)
            {
                return await Spool.FillAsync(engines, rows, cancellationToken);
            }

            var (columns, parameters) = EngineDescription.Of(rows.Schema);
            query.Described = parameters;
            return await Spool.FillAsync(engines, new DescribedResult(columns), cancellationToken);
        }
        catch (FaultException failure)
        {
            throw new FaultException([.. failure.Faults.Select(fault => inner.Text.Original(fault, inner.Runs))], failure);
        }
    }

    /// <summary>Runs a query whose first column holds texts, and gives the first of them that differ, in their order.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(QueryInFlight query, ComposedText text, int most, CancellationToken cancellationToken)
    {
        var inner = await StartAsync(query, text, null, false, cancellationToken);
        await using var rows = inner.Result;
        var found = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        try
        {
            while (found.Count < most && await rows.NextAsync(cancellationToken) is { } next)
            {
                using var batch = next;
                var column = batch.Column(0);
                for (var row = 0; row < column.Length && found.Count < most; row++)
                {
                    if (CellText.Whole(column, row) is { } value)
                    {
                        found.TryAdd(value, true);
                    }
                }
            }
        }
        catch (FaultException failure)
        {
            throw new FaultException([.. failure.Faults.Select(fault => inner.Text.Original(fault, inner.Runs))], failure);
        }

        return [.. found.Keys];
    }

    /// <summary>Names and types of the columns of a query, in the engine's words.</summary>
    public async Task<IReadOnlyList<(string Name, string Type)>> DescribeAsync(QueryInFlight query, Action<ComposedText> compose, SplitStatement statement, CancellationToken cancellationToken)
    {
        var text = new ComposedText(statement).Add("DESCRIBE SELECT * FROM (");
        compose(text);
        var inner = await StartAsync(query, text.Add("\n)"), null, false, cancellationToken);
        await using var rows = inner.Result;
        var columns = new List<(string, string)>();
        while (await rows.NextAsync(cancellationToken) is { } next)
        {
            using var batch = next;
            for (var row = 0; row < batch.Length; row++)
            {
                columns.Add((CellText.Of(batch.Column(0), row)!, CellText.Of(batch.Column(1), row)!));
            }
        }

        return columns;
    }

    /// <summary>Takes a query through the stages.</summary>
    private async Task<QueryInFlight> StartAsync(QueryInFlight query, ComposedText text, TargetRows? target, bool describe, CancellationToken cancellationToken)
    {
        var inner = new QueryInFlight(query.Id, query.Order with { Sql = text.Sql, Accepted = null, Describe = describe }, query.StartedAt)
        {
            Text = text.Build(),
            Target = target,
            Command = query.Command,
            Principal = query.Principal,
            Access = query.Access,
            Limits = query.Limits,
            Standing = query.Standing,
        };
        IQueryStage[] stages = [pivot, parse, bind, authorize, plan, limits, world];
        foreach (var stage in stages)
        {
            await stage.RunAsync(inner, cancellationToken);
            query.IsGuarded |= inner.IsGuarded; // before the engine can fail on a value
        }

        (query.References, query.Views) = ([.. query.References, .. inner.References], inner.Views);
        query.Order.Accepted?.Invoke();
        await execute.RunAsync(inner, cancellationToken);
        return inner;
    }
}
