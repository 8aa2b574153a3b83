namespace Talentys.Ingestion;

/// <summary>Limits of loading; section <c>Ingestion</c> of the configuration.</summary>
public sealed class IngestionOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Ingestion";

    /// <summary>Memory that the module's engine may use, in bytes.</summary>
    public long EngineMemoryBytes { get; set; } = 1L << 30;

    /// <summary>Longest record of a CSV file and longest line of an NDJSON file, in bytes.</summary>
    public int MaxRecordBytes { get; set; } = 16 << 20;

    /// <summary>Largest JSON value that is taken as one: an object of an array, or a file that is one object.</summary>
    public int MaxJsonBytes { get; set; } = 64 << 20;

    /// <summary>Most columns of a table.</summary>
    public int MaxColumns { get; set; } = 4000;
}
