using System.Text.Json;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Syncs;

/// <summary>Arguments of a sync.</summary>
/// <param name="Sources">What to sync, ordered by name; empty for all.</param>
internal sealed record SyncArguments(IReadOnlyList<SyncSource> Sources);

/// <summary>One source of a sync.</summary>
/// <param name="Source">Name.</param>
/// <param name="Streams">Its streams; null for all.</param>
internal sealed record SyncSource(string Source, IReadOnlyList<string>? Streams);

/// <summary>The run kind <c>sync</c>: each stream of each source is a step.</summary>
internal sealed class SyncRun(DeclaredSources sources, StreamLoader loader) : IRunKind
{
    public const string KindName = "sync";

    public string Name => KindName;

    public string TitleOf(JsonElement arguments)
    {
        var asked = arguments.Deserialize<SyncArguments>(JsonSerializerOptions.Web)!.Sources;
        return asked.Count == 0
            ? "Sync all sources"
            : $"Sync {string.Join(", ", asked.SelectMany(one => one.Streams is null ? [one.Source] : one.Streams.Select(stream => $"{one.Source}.{stream}")))}";
    }

    public async Task ExecuteAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var asked = run.Arguments.Deserialize<SyncArguments>(JsonSerializerOptions.Web)!.Sources;
        List<Fault> faults = [];
        if (asked.Count == 0)
        {
            // a file with faults keeps no other source from its sync; the run fails by it at its end
            var (all, wrong) = await sources.ReadAsync(cancellationToken);
            faults.AddRange(wrong);
            asked = [.. all.Select(source => new SyncSource(source.Name, null))];
        }

        foreach (var one in asked)
        {
            try
            {
                var source = await sources.FindAsync(one.Source, cancellationToken);
                foreach (var job in sources.Streams(source, one.Streams))
                {
                    await run.StepAsync(job.Step, (step, token) => loader.LoadAsync(job, run, step, token), cancellationToken);
                }
            }
            catch (FaultException failure)
            {
                faults.AddRange(failure.Faults);
            }
        }

        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }
    }
}
