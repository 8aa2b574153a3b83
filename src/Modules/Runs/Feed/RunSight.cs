using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Runs.Feed;

/// <summary>
/// Tells a run as its reader may know it. Steps are named as the tables that they work on: those of tables that are not there for the
/// reader are left out, and where rows are hidden neither figures nor texts are told, which count and quote them.
/// </summary>
internal sealed class RunSight(IAccessPolicies policies)
{
    private const string Hidden = "Access policies keep this line from you.";

    /// <summary>What a principal may see in the environment of a run.</summary>
    public ValueTask<IAccess> OfAsync(Principal principal, string environment, CancellationToken cancellationToken) =>
        policies.OfAsync(principal, new Scope(principal.Organisation, environment), cancellationToken);

    /// <summary>Whether runs may be looked for by the name of a table.</summary>
    public async Task<bool> MayAskAsync(Principal principal, Scope scope, string? about, CancellationToken cancellationToken)
    {
        var access = await policies.OfAsync(principal, scope, cancellationToken);
        return access.IsOpen || string.IsNullOrWhiteSpace(about) || !about.Contains('.', StringComparison.Ordinal) || access.MayRead(TableOf(about.Trim()));
    }

    /// <summary>A run as it may be known.</summary>
    public async Task<RunDto> ShownAsync(Principal principal, RunDto run, CancellationToken cancellationToken) =>
        Shown(principal, await OfAsync(principal, run.Environment, cancellationToken), run);

    /// <summary>The same of many.</summary>
    public async Task<IReadOnlyList<RunDto>> ShownAsync(Principal principal, IReadOnlyList<RunDto> runs, CancellationToken cancellationToken)
    {
        var shown = new List<RunDto>(runs.Count);
        foreach (var run in runs)
        {
            shown.Add(await ShownAsync(principal, run, cancellationToken));
        }

        return shown;
    }

    /// <summary>Refuses to have a run of somebody else done again, with their rights, by a principal who may not write its tables.</summary>
    /// <exception cref="FaultException"><c>runs.retry_denied</c>.</exception>
    public async Task DemandRetryAsync(Principal principal, RunDto run, CancellationToken cancellationToken)
    {
        var access = await OfAsync(principal, run.Environment, cancellationToken);
        if (!access.IsOpen && (run.Principal != principal.Name || principal.Kind != PrincipalKind.User) && (run.Steps.Count == 0 || !run.Steps.All(step => SeesWork(principal, access, step.Name))))
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "runs.retry_denied", "The run works on tables that you may not change, on behalf of somebody else.", null, "Start a run of your own."));
        }
    }

    /// <summary>A line of the log of a run as it may be known.</summary>
    public static RunLogLineDto Shown(Principal principal, IAccess access, RunDto run, RunLogLineDto line)
    {
        if (access.IsOpen || (line.Step is { } step && !IsNameless(run, step) ? SeesWork(principal, access, step) : principal.Is(Roles.Engineer) && run.Steps.All(one => SeesWork(principal, access, one.Name))))
        {
            return line;
        }

        return line with { Step = line.Step is { } name && IsThere(access, name) ? name : null, Message = Hidden };
    }

    private static RunDto Shown(Principal principal, IAccess access, RunDto run) => access.IsOpen ? run : run with
    {
        Steps = [.. run.Steps.Where(step => IsThere(access, step.Name)).Select(step => IsNameless(run, step.Name) ? Bare(step) : Shown(principal, access, step))],
        Fault = run.Steps.All(step => SeesWork(principal, access, step.Name)) && principal.Is(Roles.Engineer) ? run.Fault : Kept(run.Fault),
    };

    private static StepDto Shown(Principal principal, IAccess access, StepDto step)
    {
        var figures = access.SeesFigures(principal, TableOf(step.Name));
        return step with
        {
            Done = figures ? step.Done : null,
            Total = figures ? step.Total : null,
            Summary = figures ? step.Summary : null,
            Metrics = figures ? step.Metrics : new Dictionary<string, double>(),
            Fault = SeesWork(principal, access, step.Name) ? step.Fault : Kept(step.Fault),
        };
    }

    /// <summary>Whether a step of a build tells of tables without naming one, as tests and counts do.</summary>
    private static bool IsNameless(RunDto run, string step) => run.Kind == "build" && !step.Contains('.', StringComparison.Ordinal);

    private static StepDto Bare(StepDto step) => step with { Done = null, Total = null, Summary = null, Metrics = new Dictionary<string, double>(), Fault = Kept(step.Fault) };

    private static ProblemFault? Kept(ProblemFault? fault) =>
        fault is null ? null : new ProblemFault(fault.Code, "It failed, and access policies keep the reason from you.", null, "Ask somebody who may change the table.");

    private static bool IsThere(IAccess access, string step) => !step.Contains('.', StringComparison.Ordinal) || access.MayRead(TableOf(step));

    private static bool SeesWork(Principal principal, IAccess access, string step) => access.SeesWork(principal, TableOf(step));

    // upkeep writes what it does behind the name, builds before it: shop.orders compact, model shop.orders
    private static TableName TableOf(string step) => step.Split([' ', ':']) is var words && words.FirstOrDefault(word => word.Contains('.', StringComparison.Ordinal)) is { } named
        ? TableName.Parse(named) : TableName.Parse(words[0]);
}
