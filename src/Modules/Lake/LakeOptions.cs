namespace Talentys.Lake;

/// <summary>Settings of the lake, section <c>Lake</c>.</summary>
public sealed class LakeOptions
{
    /// <summary>Size at which a data file is ended and the next begun, in bytes.</summary>
    public long TargetFileBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Memory for metadata and manifests that are kept after they were read, in bytes.</summary>
    public long CacheBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Room on disk for what is kept of manifests to plan statements by, in bytes.</summary>
    public long IndexBytes { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Data files of a table above which a statement reads only those that can have what it asks for.</summary>
    public int PlanFilesAbove { get; set; } = 32;

    /// <summary>Age after which files of a write that nobody finished are deleted; longer than any write takes.</summary>
    public TimeSpan OrphanAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Age after which files of temporary tables are deleted, which their session left when its process was killed; longer than sessions are kept open.</summary>
    public TimeSpan TemporaryAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Room for local copies of files in object stores, in bytes.</summary>
    public long CopiesBytes { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>Age after which a copy that nobody used is deleted.</summary>
    public TimeSpan CopiesAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Manifests of a table at which they are merged into one.</summary>
    public int MergeManifestsAt { get; set; } = 100;

    /// <summary>Earlier metadata files that are kept.</summary>
    public int MetadataFilesKept { get; set; } = 100;

    /// <summary>
    /// Folders and places of object stores (<c>s3://bucket/prefix</c>) below which tables of other engines may be taken in; none
    /// is the project's folder. The engine is let into the folders of such tables, so name none that holds secrets.
    /// </summary>
    public IList<string> RegisterFrom { get; } = [];

    /// <summary>Whether any place may be named: where there is no server, the command line's user reads only what is theirs.</summary>
    public bool RegisterAnywhere { get; set; }
}
