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
    /// <summary>How often a statement that runs is asked how far it is.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>What is told at least is this share of all bytes.</summary>
    private const int Parts = 1000;

    private int temporary;
    private long bytes;
    private long told;

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
        told = bytes;
        step.Progress(bytes, TotalBytes, "bytes");
        step.Metric("rejected", Rejects.Count);
    }

    /// <summary>Tells how far the reading of one file is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="share">How much of it was read, from 0 to 1.</param>
    /// <param name="rejected">Records of it that were rejected so far.</param>
    public void Reading(InputFile file, double share, long rejected)
    {
        // a file may be written anew after all were read
        var done = Math.Min(TotalBytes, bytes + (long)(Math.Clamp(share, 0, 1) * file.Length));
        if (done - told > TotalBytes / Parts)
        {
            told = done;
            step.Progress(done, TotalBytes, "bytes");
            step.Metric("rejected", Rejects.Count + rejected);
        }
    }

    /// <summary>Tells how far a statement of the engine is while it runs.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="tell">Told the share that is done, from 0 to 1, each time that it is more than before.</param>
    public async Task<T> FollowAsync<T>(Task<T> statement, Action<double> tell)
    {
        var before = 0.0;
        while (!statement.IsCompleted)
        {
            await Task.WhenAny(statement, Task.Delay(Look));
            if (!statement.IsCompleted && connection.Progress is { } share && share > before)
            {
                before = share;
                tell(share);
            }
        }

        return await statement;
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
