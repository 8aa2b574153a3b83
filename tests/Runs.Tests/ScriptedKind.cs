using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Runs.Tests;

/// <summary>A run kind whose work a test writes.</summary>
internal sealed class ScriptedKind(Func<IRunContext, CancellationToken, Task> work) : IRunKind
{
    public string Name => "scripted";

    public static StepOutcome Done { get; } = new("done", new Dictionary<string, double> { ["rows"] = 7 });

    public string TitleOf(JsonElement arguments) =>
        arguments.TryGetProperty("title", out var title) ? title.GetString()! : "Scripted";

    public Task ExecuteAsync(IRunContext run, CancellationToken cancellationToken) => work(run, cancellationToken);
}
