using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Engines;

namespace Talentys.Query.Stages;

/// <summary>Runs the statement on the organisation's engine, behind the admission queue; gives rows as they come.</summary>
internal sealed class ExecuteStage(IQueryEngines engines, Admission admission, WaitingLine line, ILakeCopies copies) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var place = await EnterAsync(query, cancellationToken);
        try
        {
            var engine = engines.For(query.Scope.Organisation, [.. query.References.Select(bound => bound.Table.Folder).OfType<string>()]);
            query.Result = new AdmittedResult(await StartAsync(engine, query, cancellationToken), place);
        }
        catch (FaultException failure)
        {
            place.Dispose();
            throw new FaultException([.. failure.Faults.Select(fault => query.Text.Original(fault, query.Runs))], failure);
        }
        catch (Exception)
        {
            place.Dispose();
            throw;
        }
    }

    private async Task<IDisposable> EnterAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        using var turn = line.Join(query.Scope.Organisation);
        query.Order.Waits?.Invoke(turn);
        return await admission.EnterAsync(query.Scope.Organisation, cancellationToken);
    }

    /// <summary>
    /// Starts the statement, with the files here that it reads. Those in object stores come with the columns that it seems to
    /// need; when it fails, it may have needed others, and is tried with all.
    /// </summary>
    private async Task<IEngineResult> StartAsync(IEngine engine, QueryInFlight query, CancellationToken cancellationToken)
    {
        var selects = query.Statement.Views.Select(view => view.Sql).ToList();
        var needed = query.IsGuarded ? null : NeededColumns.Of(query); // policies read columns that the statement does not name
        var lease = await copies.LeaseAsync(selects, needed, cancellationToken);
        if (lease is null)
        {
            return await engine.RunAsync(query.Statement, cancellationToken);
        }

        if (needed is not null)
        {
            try
            {
                return await FirstAsync(await engine.RunAsync(query.Statement, cancellationToken), lease, cancellationToken);
            }
            catch (FaultException)
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
            return new LeasedResult(await engine.RunAsync(query.Statement, cancellationToken), lease);
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
