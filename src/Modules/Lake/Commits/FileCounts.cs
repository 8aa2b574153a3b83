using Talentys.Lake.Manifests;

namespace Talentys.Lake.Commits;

/// <summary>Counts of files and what is in them.</summary>
internal readonly record struct FileCounts
{
    public long DataFiles { get; init; }

    public long Rows { get; init; }

    /// <summary>Bytes of all files, those with deletes too.</summary>
    public long Bytes { get; init; }

    public long PositionDeleteFiles { get; init; }

    public long EqualityDeleteFiles { get; init; }

    public long PositionDeletes { get; init; }

    public long EqualityDeletes { get; init; }

    /// <summary>One file.</summary>
    public static FileCounts Of(ContentFile file) => file.Content switch
    {
        FileContent.Data => new FileCounts { DataFiles = 1, Rows = file.Rows, Bytes = file.Bytes },
        FileContent.PositionDeletes => new FileCounts { PositionDeleteFiles = 1, PositionDeletes = file.Rows, Bytes = file.Bytes },
        _ => new FileCounts { EqualityDeleteFiles = 1, EqualityDeletes = file.Rows, Bytes = file.Bytes },
    };

    public static FileCounts operator +(FileCounts one, FileCounts other) => new()
    {
        DataFiles = one.DataFiles + other.DataFiles,
        Rows = one.Rows + other.Rows,
        Bytes = one.Bytes + other.Bytes,
        PositionDeleteFiles = one.PositionDeleteFiles + other.PositionDeleteFiles,
        EqualityDeleteFiles = one.EqualityDeleteFiles + other.EqualityDeleteFiles,
        PositionDeletes = one.PositionDeletes + other.PositionDeletes,
        EqualityDeletes = one.EqualityDeletes + other.EqualityDeletes,
    };
}
