using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Engines;
using Talentys.Query.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Stages;

/// <summary>
/// Runs the statement in its lane, behind the admission queue, on an engine of the organisation; gives rows as they come. What
/// the engine told of one that is only to be described it is not asked again: programs describe each statement before they run it.
/// </summary>
internal sealed class ExecuteStage(IQueryEngines engines, Admission admission, ILakeCopies copies, QueryOptions options) : IQueryStage, IDisposable
{
    private readonly KnownTexts<Schema> described = new();

    public void Dispose() => described.Dispose();

    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var key = DescribedAs(query.Statement);
        if (key is not null && described.Find(key) is { } schema)
        {
            query.Result = new DescribedResult(schema);
            return;
        }

        try
        {
            query.Result = await StatementRun.StartAsync(OrderOf(query), cancellationToken);
            if (key is not null)
            {
                described.Keep(key, query.Result.Schema);
            }
        }
        catch (FaultException failure)
        {
            throw new FaultException([.. failure.Faults.Select(fault => query.Text.Original(fault, query.Runs))], failure);
        }
    }

    /// <summary>All that the columns of a statement hang on: its text, and the views that it sees, which a world knows by their versions. Null when it runs.</summary>
    private static string? DescribedAs(EngineStatement statement) => statement is { Describe: true, Parameters.Count: 0, NamedParameters.Count: 0 }
        ? string.Join('\n', statement.Views.Select(view => $"{view.Slot}.{view.Schema}.{view.Name} {view.IsMacro} {view.Version}").Prepend(statement.World).Prepend(statement.Sql))
        : null;

    private RunOrder OrderOf(QueryInFlight query)
    {
        var organisation = query.Scope.Organisation;
        IReadOnlyList<string> folders = [.. query.References.Select(bound => bound.Table.Folder).OfType<string>()];
        return new RunOrder(
            query.Lane,
            (lane, token) => query.Standing.EnterAsync(admission, Ticket(query, lane), token),
            (lane, place, token) => StartAsync(
                query,
                inner =>
                {
                    var engine = engines.For(organisation, lane, folders);
                    place.Hold();
                    return engine.RunAsync(query.Statement with { Ended = place.Dispose }, inner);
                },
                token))
        {
            MayMove = engines.AreApart,
        };
    }

    private Ticket Ticket(QueryInFlight query, Lane lane)
    {
        var longest = lane == Lane.Small ? options.WaitTimeout : options.HeavyWaitTimeout;
        return new Ticket(query.Scope.Organisation, query.Order.Principal.Id, lane)
        {
            Most = query.Limits.Statements ?? int.MaxValue,
            Longest = query.Order.Timeout is { } time && time < longest ? time : longest,
        };
    }

    /// <summary>
    /// Starts the statement, with the files here that it reads. Those in object stores come with the columns that it seems to
    /// need; when it fails, it may have needed others, and is tried with all.
    /// </summary>
    private async Task<IEngineResult> StartAsync(
        QueryInFlight query, Func<CancellationToken, Task<IEngineResult>> run, CancellationToken cancellationToken)
    {
        var selects = query.Statement.Views.Select(view => view.Sql).ToList();
        var needed = query.IsGuarded ? null : NeededColumns.Of(query); // policies read columns that the statement does not name
        var lease = await copies.LeaseAsync(selects, needed, cancellationToken);
        if (lease is null)
        {
            return await run(cancellationToken);
        }

        if (needed is not null)
        {
            try
            {
                return await FirstAsync(await run(cancellationToken), lease, cancellationToken);
            }
            catch (FaultException failure) when (failure is not LostStatementException)
            {
                var some = lease;
                try
                {
                    lease = (await copies.LeaseAsync(selects, null, cancellationToken))!;
                }
                finally
                {
                    some.Dispose();
                }
            }
            catch (Exception)
            {
                lease.Dispose();
                throw;
            }
        }

        try
        {
            return new LeasedResult(await run(cancellationToken), lease);
        }
        catch (Exception)
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Looks at the first rows before they are given: a column that is missing is found out there.</summary>
    private static async Task<IEngineResult> FirstAsync(IEngineResult result, IDisposable lease, CancellationToken cancellationToken)
    {
        try
        {
            return new LeasedResult(result, lease, await result.NextAsync(cancellationToken));
        }
        catch (Exception)
        {
            await result.DisposeAsync();
            throw;
        }
    }
}
