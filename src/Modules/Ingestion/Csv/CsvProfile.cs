namespace Talentys.Ingestion.Csv;

/// <summary>What a pass over a whole CSV file found.</summary>
internal sealed record CsvProfile
{
    public required CsvDialect Dialect { get; init; }

    /// <summary>Names of the columns as the file has them.</summary>
    public required IReadOnlyList<string> Originals { get; init; }

    public required IReadOnlyList<ColumnFacts> Facts { get; init; }

    /// <summary>Records that become rows.</summary>
    public required long Accepted { get; init; }

    /// <summary>Byte sequences of several bytes that are valid UTF-8, and bytes that are not; only counted once one was not.</summary>
    public required long ValidSequences { get; init; }

    public required long InvalidBytes { get; init; }

    public required int LongestRecord { get; init; }

    public required CsvLineEndings Endings { get; init; }

    /// <summary>The engine's reader would not see the same rows: the file is written anew in one plain form first.</summary>
    public required bool NeedsCleaning { get; init; }
}
