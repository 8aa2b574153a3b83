using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Ingestion.Tests;

/// <summary>A run that remembers what was told of it.</summary>
internal sealed class TestRun(string id, Scope scope, JsonElement arguments) : IRunContext, IStepContext
{
    public string RunId => id;

    public Scope Scope => scope;

    public Principal Principal => Principal.System(scope.Organisation);

    public JsonElement Arguments => arguments;

    public int Attempt => 1;

    public Dictionary<string, StepOutcome> Steps { get; } = [];

    public List<string> Lines { get; } = [];

    public List<Fault> Faults { get; } = [];

    /// <summary>The only fault of the run.</summary>
    public Fault Fault => Assert.Single([.. Faults, .. Steps.Values.Select(step => step.Fault).OfType<Fault>()]);

    /// <summary>The outcome of the only step, which did its work.</summary>
    public StepOutcome Done
    {
        get
        {
            Assert.Empty(Faults);
            var step = Assert.Single(Steps.Values);
            Assert.True(step.Succeeded, step.Fault?.ToString());
            return step;
        }
    }

    public async Task<StepOutcome> StepAsync(
        string name, Func<IStepContext, CancellationToken, Task<StepOutcome>> work, CancellationToken cancellationToken)
    {
        try
        {
            return Steps[name] = await work(this, cancellationToken);
        }
        catch (FaultException failure)
        {
            return Steps[name] = new StepOutcome(failure.Message, new Dictionary<string, double>(), failure.Fault);
        }
    }

    public void Log(RunLogLevel level, string message) => Lines.Add(message);

    public List<(long Done, long? Total, string Unit)> Reports { get; } = [];

    public Dictionary<string, double> Figures { get; } = [];

    public void Progress(long done, long? total, string unit)
    {
        Assert.True(total is null || done <= total);
        lock (Reports)
        {
            Reports.Add((done, total, unit));
        }
    }

    public void Metric(string name, double value)
    {
        lock (Figures)
        {
            Figures[name] = value;
        }
    }
}
