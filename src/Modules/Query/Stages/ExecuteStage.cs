using Talentys.Kernel;
using Talentys.Query.Engines;

namespace Talentys.Query.Stages;

/// <summary>Runs the statement on the organisation's engine, behind the admission queue; gives rows as they come.</summary>
internal sealed class ExecuteStage(IQueryEngines engines, Admission admission) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var place = await admission.EnterAsync(query.Scope.Organisation, cancellationToken);
        try
        {
            var engine = engines.For(query.Scope.Organisation, [.. query.References.Select(bound => bound.Table.Folder).OfType<string>()]);
            query.Result = new AdmittedResult(await engine.RunAsync(query.Statement, cancellationToken), place);
        }
        catch (FaultException failure)
        {
            place.Dispose();
            throw new FaultException([.. failure.Faults.Select(fault => fault with { Place = query.Runs.Original(fault.Place) })], failure);
        }
        catch (Exception)
        {
            place.Dispose();
            throw;
        }
    }
}
