using Talentys.Lake.Commits;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Rows;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Writing;

/// <summary>What every write in progress needs.</summary>
internal sealed record WriteServices(
    Committer Committer,
    SnapshotBuilder Snapshots,
    DataFileWriter Writer,
    PositionDeletes Deletes,
    TableReader Reader,
    ScanPlanner Planner,
    IObjectStore Objects,
    ILakeCopies Copies,
    OrphanSweep Sweep);
