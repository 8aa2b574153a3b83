using System.Text.Json;

namespace Talentys.Kernel;

/// <summary>One sort of run: how to do it. Registered in the service container; found by its name.</summary>
public interface IRunKind
{
    /// <summary>Stable name, for example <c>sync</c>.</summary>
    string Name { get; }

    /// <summary>What the run does, for people, in a few words: <c>Sync shop</c>.</summary>
    string TitleOf(JsonElement arguments);

    /// <summary>
    /// Does the work. Called again from the start when a worker died or the run is retried, so its effects go through
    /// <see cref="IRunContext.StepAsync"/>, whose finished steps are not repeated.
    /// </summary>
    /// <exception cref="FaultException">The run failed for a reason that can be told.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled or the worker is stopping.</exception>
    Task ExecuteAsync(IRunContext run, CancellationToken cancellationToken);
}

/// <summary>What a run kind sees of its run.</summary>
public interface IRunContext
{
    /// <summary>Identifier of the run; the same at every attempt.</summary>
    string RunId { get; }

    /// <summary>Organisation and environment it works in.</summary>
    Scope Scope { get; }

    /// <summary>On whose behalf it runs.</summary>
    Principal Principal { get; }

    /// <summary>The arguments it was started with.</summary>
    JsonElement Arguments { get; }

    /// <summary>1 at first, one more at each resumption or retry.</summary>
    int Attempt { get; }

    /// <summary>
    /// Runs one step, or, when an earlier attempt finished it, returns its stored outcome without running it. A step
    /// that throws <see cref="FaultException"/> is recorded as failed and gives an outcome with the fault, and so is one
    /// whose own outcome has a fault, with its figures: the run kind decides whether to go on. A run with a failed step ends as failed.
    /// </summary>
    /// <param name="name">Unique in the run, for example <c>shop.orders</c>.</param>
    /// <param name="work">The work; returns what later attempts and people should know of it.</param>
    /// <param name="cancellationToken">Cancels the step.</param>
    Task<StepOutcome> StepAsync(
        string name, Func<IStepContext, CancellationToken, Task<StepOutcome>> work, CancellationToken cancellationToken);

    /// <summary>Writes a line to the run's log.</summary>
    void Log(RunLogLevel level, string message);
}

/// <summary>What a step may report while it works. Cheap: reports are written in the background.</summary>
public interface IStepContext
{
    /// <summary>Writes a line to the run's log, marked with the step.</summary>
    void Log(RunLogLevel level, string message);

    /// <summary>How far the step is.</summary>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all, where known.</param>
    /// <param name="unit">The unit: <c>rows</c>, <c>bytes</c>, <c>files</c>.</param>
    void Progress(long done, long? total, string unit);

    /// <summary>A figure of the step so far, such as <c>rows</c> or <c>rejected</c>; those of its outcome take their place at the end.</summary>
    void Metric(string name, double value)
    {
    }
}

/// <summary>How a step ended.</summary>
/// <param name="Summary">One line for people, for example <c>12,345 rows from 3 files</c>.</param>
/// <param name="Metrics">Figures: <c>rows</c>, <c>bytes</c>, <c>rejected</c>, ...</param>
/// <param name="Fault">Why it failed; null when it did not.</param>
public sealed record StepOutcome(string Summary, IReadOnlyDictionary<string, double> Metrics, Fault? Fault = null)
{
    /// <summary>Whether it was left out, for something else failed: the run does not fail for it, and a later attempt comes to it again.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Whether the step did its work.</summary>
    public bool Succeeded => Fault is null;
}

/// <summary>Weight of a log line.</summary>
public enum RunLogLevel
{
    /// <summary>What happened.</summary>
    Info,

    /// <summary>Something that a person should know, though the work went on.</summary>
    Warning,

    /// <summary>Why it failed.</summary>
    Error,
}
