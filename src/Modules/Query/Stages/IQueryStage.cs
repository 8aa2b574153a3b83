namespace Talentys.Query.Stages;

/// <summary>A step of the query path. Stages run in the order of <see cref="QueryPath"/>, and a throw ends the statement.</summary>
internal interface IQueryStage
{
    Task RunAsync(QueryInFlight query, CancellationToken cancellationToken);
}
