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

    /// <summary>What that statement does, in a word: <c>UPDATE</c>; the last one of a transaction.</summary>
    public const string Command = "talentys.command";

    /// <summary>Rows that were inserted where rows were changed too: those that files were written anew with are not among them.</summary>
    public const string InsertedRows = "talentys.inserted-rows";

    /// <summary>Rows that got other values.</summary>
    public const string UpdatedRows = "talentys.updated-rows";

    /// <summary>Rows that went.</summary>
    public const string DeletedRows = "talentys.deleted-rows";

    /// <summary>Name of whoever asked for the version.</summary>
    public const string By = "talentys.by";
}
