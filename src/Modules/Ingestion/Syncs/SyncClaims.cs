using Talentys.Lake.Public;

namespace Talentys.Ingestion.Syncs;

/// <summary>Data files that hold the rows of one file of a source: when that file changes they are replaced.</summary>
internal sealed class SyncClaims : IFileClaims
{
    public IEnumerable<string> Of(IReadOnlyList<TableVersion> newestFirst) => SyncState.Of(newestFirst).Files.Values.SelectMany(file => file.Data);
}
