using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Loads;

/// <summary>Whence a load comes; the versions that it makes tell.</summary>
/// <param name="RunId">The run.</param>
/// <param name="By">Name of whoever asked for it.</param>
internal sealed record LoadOrigin(string RunId, string By)
{
    /// <summary>The origin of what a run loads.</summary>
    public static LoadOrigin Of(IRunContext run) => new(run.RunId, run.Principal.Name);

    /// <summary>The properties of a version's summary.</summary>
    public Dictionary<string, string> Summary() => new() { [SnapshotKeys.Run] = RunId, [SnapshotKeys.By] = By };
}
