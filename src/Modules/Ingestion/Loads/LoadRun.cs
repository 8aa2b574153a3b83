using System.Text.Json;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Loads;

/// <summary>Arguments of a load.</summary>
/// <param name="Paths">Files, folders or globs.</param>
/// <param name="Into">Schema.</param>
/// <param name="Mode"><c>replace</c> or <c>append</c>.</param>
/// <param name="RejectLimit">As in a source; null for the default.</param>
internal sealed record LoadArguments(IReadOnlyList<string> Paths, string Into, string Mode, string? RejectLimit = null);

/// <summary>The run kind <c>load</c>: files become tables, each a step, without a declared source.</summary>
internal sealed class LoadRun(FileStreams streams, StreamLoader loader) : IRunKind
{
    public const string KindName = "load";

    public string Name => KindName;

    public string TitleOf(JsonElement arguments)
    {
        var load = arguments.Deserialize<LoadArguments>(JsonSerializerOptions.Web)!;
        return load.Paths.Count == 1 ? $"Load {Path.GetFileName(load.Paths[0].TrimEnd('/'))} into {load.Into}" : $"Load {load.Paths.Count} paths into {load.Into}";
    }

    public async Task ExecuteAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var arguments = run.Arguments.Deserialize<LoadArguments>(JsonSerializerOptions.Web)!;
        var definition = new StreamDefinition
        {
            Write = arguments.Mode == "append" ? TableWrite.Append : TableWrite.Replace,
            RejectLimit = arguments.RejectLimit is { } limit ? RejectLimit.Parse(limit)!.Value : RejectLimit.Default,
        };
        foreach (var job in streams.OfPaths(arguments.Paths, arguments.Into, definition))
        {
            await run.StepAsync(job.Step, (step, token) => loader.LoadAsync(job, run, step, token), cancellationToken);
        }
    }
}
