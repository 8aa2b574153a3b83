using Talentys.DuckDb.Public;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Rejects;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Loads;

/// <summary>What the readers of one stream share while it is loaded.</summary>
internal sealed class LoadWork(
    StreamJob job, LakeTable? existing, DuckConnection connection, IngestionOptions options, string folder, IStepContext step) : IDisposable
{
    private int temporary;
    private long bytes;

    public StreamJob Job => job;

    public StreamDefinition Definition => job.Definition;

    /// <summary>The table as it is, or null.</summary>
    public LakeTable? Existing => existing;

    public DuckConnection Connection => connection;

    public IngestionOptions Options => options;

    public RejectFile Rejects { get; } = new(Path.Combine(folder, "rejects.ndjson"));

    public IStepContext Step => step;

    public long TotalBytes { get; } = job.Files.Sum(file => file.Length);

    /// <summary>A path for a temporary file that goes with the work.</summary>
    public string Temporary(string ending) => Path.Combine(folder, $"{Interlocked.Increment(ref temporary)}{ending}");

    public RejectFile NewRejects() => new(Temporary(".rejects"));

    /// <summary>Tells how far the reading is, counted in bytes of the files.</summary>
    public void Read(InputFile file)
    {
        bytes += file.Length;
        step.Progress(bytes, TotalBytes, "bytes");
    }

    /// <summary>The type that the table demands of a column, where files must fit the table.</summary>
    public string? Demanded(string column) => job.Definition.OnSchemaChange is SchemaChange.DiscardRow or SchemaChange.DiscardValue
        ? existing?.Columns.FirstOrDefault(known => known.Name.Equals(column, StringComparison.OrdinalIgnoreCase))?.SqlType
        : null;

    /// <summary>Whether the table would have to grow for a column and may not.</summary>
    public bool IsForeign(string column) => job.Definition.OnSchemaChange is SchemaChange.DiscardRow or SchemaChange.DiscardValue
        && existing is not null
        && !existing.Columns.Any(known => known.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    public void Dispose() => Rejects.Dispose();
}
