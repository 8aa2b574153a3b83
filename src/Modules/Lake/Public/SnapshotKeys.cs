namespace Talentys.Lake.Public;

/// <summary>Properties of snapshot summaries that modules share.</summary>
public static class SnapshotKeys
{
    /// <summary>
    /// What a source knows of what it has read. The newest version that has it is never expired, unless a later one
    /// replaced the rows.
    /// </summary>
    public const string SyncState = "talentys.sync-state";

    /// <summary>In an overwrite or delete: it changed some rows and left the others, so what sources know still holds.</summary>
    public const string ChangesRows = "talentys.changes-rows";

    /// <summary>The run that made the version.</summary>
    public const string Run = "talentys.run";

    /// <summary>The statement that made the version, by its id in the history.</summary>
    public const string Query = "talentys.query";

    /// <summary>Name of whoever asked for the version.</summary>
    public const string By = "talentys.by";
}
