using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.Builds;

/// <summary>Nodes at their work, each in a transaction of its own and with the rights of who asked.</summary>
internal sealed class NodeSession(IQueries queries, BuildPlan plan, Principal principal, Scope scope)
{
    /// <summary>A node that others come before each time is told as a failure.</summary>
    private const int MostAttempts = 5;

    /// <summary>Does something with a node and keeps what it changed.</summary>
    public Task RunAsync(DbtNode node, Action<string> log, Action<NodeBuild> work, CancellationToken cancellationToken) =>
        RunAsync(node, log, work, true, cancellationToken);

    /// <summary>The SQL of a node; what its templates change meanwhile is undone.</summary>
    public async Task<string> CompileAsync(DbtNode node, CancellationToken cancellationToken)
    {
        var sql = "";
        try
        {
            await RunAsync(node, static _ => { }, build => sql = build.Compile(), false, cancellationToken);
            return sql;
        }
        catch (JinjaException failure)
        {
            throw new FaultException(Told(failure, node, null), failure);
        }
    }

    /// <summary>The tables and views of schemas that who asked may see.</summary>
    public async Task<IReadOnlyList<VisibleRelation>> ListAsync(IReadOnlyCollection<string> schemas, CancellationToken cancellationToken)
    {
        await using var session = queries.OpenSession(scope);
        return await session.ListAsync(principal, schemas, cancellationToken);
    }

    /// <summary>A failure of a node, told with its file, the macros that led to it, and where its SQL is.</summary>
    public static Fault Told(JinjaException failure, DbtNode node, string? compiledAt)
    {
        if (failure.Kind != Warehouse.FailureKind || failure.InnerException is not FaultException { Fault: { } fault })
        {
            return MacroTable.Faulty(failure, node.File);
        }

        var macros = failure.Places.Where(place => place.Macro is not null && !place.Template.StartsWith("dbt: ", StringComparison.Ordinal)).Select(place => $"in {place}").ToList();
        var way = macros.Count > 0 ? $" ({string.Join(", ", macros)})" : "";
        return Fault.Failed(fault.Code, $"{fault.Message.TrimEnd('.')}{(fault.Place is null ? "" : $", at {fault.Place} of the statement")}{way}.", node.File, fault.Mend ?? (compiledAt is null ? null : $"Its SQL is in {compiledAt}."));
    }

    /// <summary>Does it, and again from the beginning where others changed the same tables meanwhile: nothing of it was kept then.</summary>
    private async Task RunAsync(DbtNode node, Action<string> log, Action<NodeBuild> work, bool keeps, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryAsync(node, log, work, keeps, cancellationToken);
                return;
            }
            catch (Exception failure) when (attempt < MostAttempts && Conflict(failure) is not null)
            {
                log($"{Conflict(failure)!.Message.TrimEnd('.')}: it is done again.");
            }
        }
    }

    /// <summary>Why a transaction was not kept, where others came first. That a table is there by now is told by the commit; a statement that meets one fails each time.</summary>
    private static Fault? Conflict(Exception failure) => failure switch
    {
        FaultException { Fault: { Code: "query.transaction_conflict" or "lake.conflict" or "lake.table_exists" } fault } => fault,
        { InnerException: FaultException { Fault: { Code: "query.transaction_conflict" or "lake.conflict" } fault } } => fault,
        _ => null,
    };

    /// <summary>Templates wait for their statements, so they have a thread of their own.</summary>
    private async Task TryAsync(DbtNode node, Action<string> log, Action<NodeBuild> work, bool keeps, CancellationToken cancellationToken)
    {
        await using var session = queries.OpenSession(scope);
        session.Begin(false, null);
        var warehouse = new LakeWarehouse(session, principal, scope, log, cancellationToken);
        var build = new NodeBuild(plan, node, warehouse, cancellationToken);
        await Task.Run(() => work(build), cancellationToken);
        if (!keeps)
        {
            return;
        }

        await CommitAsync();
        if (warehouse.Later.Count > 0)
        {
            await Task.Run(() => warehouse.Later.ForEach(sql => warehouse.Ask(sql)), cancellationToken);
        }

        async Task CommitAsync()
        {
            if (!await session.CommitAsync(cancellationToken))
            {
                throw new FaultException(Fault.Failed("dbt.not_committed", $"A statement of {node.UniqueId} failed: nothing of it was kept.", node.File));
            }
        }
    }
}
