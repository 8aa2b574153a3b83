using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Maintenance;

/// <summary>
/// Writes small data files together, by partition and in the table's order, and leaves out rows that were deleted. Readers
/// see the same rows before and after; a change of the same files that comes between wins, and the files are left for later.
/// </summary>
internal sealed class Compaction(
    Committer committer,
    SnapshotBuilder snapshots,
    TableReader reader,
    ScanPlanner planner,
    DataFileWriter writer,
    OrphanSweep sweep,
    IEnumerable<IFileClaims> claims,
    PlatformFolders folders,
    LakeOptions lake,
    MaintenanceOptions options,
    TimeProvider clock)
{
    // so much is written before it is published: what a conflict or a crash can cost
    private const int TargetsInCommit = 16;

    /// <summary>Groups of files to write together now.</summary>
    public async Task<IReadOnlyList<CompactionGroup>> PlanAsync(TableBase target, CancellationToken cancellationToken)
    {
        if (target.Metadata is not { CurrentSnapshot: { } snapshot } metadata)
        {
            return [];
        }

        var live = await reader.FilesAsync(target.Place, metadata, snapshot, cancellationToken);
        var scan = await planner.PlanAsync(target.Place, new TableView(metadata, metadata.CurrentSchema), live, cancellationToken);
        var apart = ClaimsOf(target.Place, metadata);
        var files = live.Data.Zip(scan, (file, read) => new CompactionFile(file.File, file.Sequence, read.Positions.Count + read.Equalities.Count, read))
            .Where(file => !apart.Contains(target.Place.Resolve(file.File.Path)) || IsOld(metadata, file.Sequence));
        return CompactionPlanner.Plan(files, TargetBytes(metadata), options.CompactAtFiles);
    }

    /// <summary>Number of files that a group becomes, about.</summary>
    public long FilesAfter(TableBase target, CompactionGroup group) => Math.Max(1, (group.Bytes + TargetBytes(target.Metadata!) - 1) / TargetBytes(target.Metadata!));

    /// <summary>Writes the groups and publishes what is done, part by part.</summary>
    public async Task<CompactionOutcome> RunAsync(
        TableBase target, IReadOnlyList<CompactionGroup> groups, IReadOnlyDictionary<string, string> summary, IStepContext step, CancellationToken cancellationToken)
    {
        var outcome = new CompactionOutcome(0, 0, 0, 0);
        if (groups.Count == 0)
        {
            return outcome;
        }

        var spill = Path.Combine(folders.Cache, "maintenance-spill");
        Directory.CreateDirectory(spill);
        using var engine = DuckInstance.Open(new DuckOptions { Threads = 1, MemoryBytes = options.EngineBytes, SpillFolder = spill });
        using var connection = engine.Connect();
        await connection.ExecuteAsync("set TimeZone = 'UTC'", cancellationToken);
        var total = groups.Sum(group => group.Bytes);
        var done = 0L;
        foreach (var part in Parts(groups, TargetBytes(target.Metadata!) * TargetsInCommit))
        {
            outcome += await WriteAsync(target, part, summary, connection, step, cancellationToken);
            done += part.Sum(group => group.Bytes);
            step.Progress(done, total, "bytes");
        }

        return outcome;
    }

    private static IEnumerable<IReadOnlyList<CompactionGroup>> Parts(IReadOnlyList<CompactionGroup> groups, long bytes)
    {
        var part = new List<CompactionGroup>();
        foreach (var group in groups)
        {
            part.Add(group);
            if (part.Sum(one => one.Bytes) >= bytes)
            {
                yield return part;
                part = [];
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private async Task<CompactionOutcome> WriteAsync(
        TableBase target,
        IReadOnlyList<CompactionGroup> groups,
        IReadOnlyDictionary<string, string> summary,
        DuckConnection connection,
        IStepContext step,
        CancellationToken cancellationToken)
    {
        var writeId = Guid.CreateVersion7().ToString();
        var (metadata, snapshot) = (target.Metadata!, target.Metadata!.CurrentSnapshot!);
        var old = groups.SelectMany(group => group.Files).ToList();
        var (isPublished, isInDoubt) = (false, false);
        try
        {
            var made = new List<ContentFile>();
            foreach (var group in groups)
            {
                await sweep.MarkAsync(target.Place, writeId, cancellationToken);
                var prefix = string.Create(CultureInfo.InvariantCulture, $"{writeId}-{made.Count + 1:00000}");
                made.AddRange(await WriteAsync(target, group, connection, prefix, cancellationToken));
            }

            var change = new FileChange
            {
                WriteId = writeId,
                CommitId = writeId,
                Operation = "replace",
                Summary = summary,
                // rows are as old as the version that was read: deletes by value that came since hold for them
                Added = [new AddedFiles(metadata.CurrentSchema.Fields, made, metadata.FormatVersion > 1 ? snapshot.SequenceNumber : null)],
                Removed = new Removal { Locations = old.Select(file => file.File.Path).ToHashSet() },
                Check = new ConflictCheck { Start = snapshot, Touched = [.. old.Select(file => file.File)] },
            };
            await committer.PublishAsync(
                new TableChange { TableId = target.Row.Id, WriteId = writeId, Build = (now, prefix, token) => snapshots.WriteAsync(now, change, prefix, token) },
                cancellationToken);
            isPublished = true;
            return new CompactionOutcome(old.Count, made.Count, groups.Sum(group => group.Bytes), 0);
        }
        catch (FaultException conflict) when (conflict.Fault.Code == "lake.conflict")
        {
            step.Log(RunLogLevel.Warning, $"{old.Count} files were changed meanwhile and are left for the next time: {conflict.Fault.Message}");
            return new CompactionOutcome(0, 0, 0, old.Count);
        }
        catch (Exception failure) when (failure is not (FaultException or OperationCanceledException))
        {
            isInDoubt = true; // maybe it was published: the sweep will know
            throw;
        }
        finally
        {
            await (isInDoubt ? Task.CompletedTask : isPublished ? sweep.UnmarkAsync(target.Place, writeId) : sweep.RemoveAsync(target.Place, writeId, new HashSet<string>()));
        }
    }

    private async Task<IReadOnlyList<ContentFile>> WriteAsync(
        TableBase target, CompactionGroup group, DuckConnection connection, string prefix, CancellationToken cancellationToken)
    {
        var fields = target.Metadata!.CurrentSchema.Fields;
        var select = ScanSql.Of(fields, [.. group.Files.Select(file => file.Scan!)]);
        using var sources = await writer.SourcesAsync(select, cancellationToken);
        var columns = await SelectColumns.DescribeAsync(connection, select, cancellationToken);
        var made = await writer.WriteAsync(connection, select, columns, fields, new WriteTarget(target.Place, target.Metadata), prefix, cancellationToken);
        var (before, after) = (group.Files.Sum(file => file.File.Rows), made.Sum(file => file.Rows));
        return after == before || (after < before && group.Files.Any(file => file.Deletes > 0))
            ? made
            : throw new FaultException(Fault.Failed(
                "lake.compaction_differs",
                string.Create(CultureInfo.InvariantCulture, $"{before:N0} rows were read and {after:N0} written; nothing was changed."),
                group.Files[0].File.Path,
                "Report this: the files do not hold what their metadata tells."));
    }

    private LocationSet ClaimsOf(TablePlace place, TableMetadata metadata)
    {
        var versions = metadata.Snapshots.Reverse().Select(snapshot => TableReader.VersionOf(metadata, snapshot)).ToList();
        var apart = new LocationSet();
        foreach (var path in claims.SelectMany(one => one.Of(versions)))
        {
            if (place.TryResolve(path) is { } location)
            {
                apart.Add(location);
            }
        }

        return apart;
    }

    // of versions that are gone nothing is known but that they are old
    private bool IsOld(TableMetadata metadata, long sequence) =>
        metadata.Snapshots.FirstOrDefault(snapshot => snapshot.SequenceNumber == sequence) is not { } added
        || clock.GetUtcNow().ToUnixTimeMilliseconds() - added.TimestampMs > options.KeepApartFor.TotalMilliseconds;

    private long TargetBytes(TableMetadata metadata) => TableProperties.Number(metadata, TableProperties.TargetFileBytes, lake.TargetFileBytes);
}

/// <summary>What became of a compaction.</summary>
/// <param name="Removed">Files that went.</param>
/// <param name="Made">Files that came.</param>
/// <param name="Bytes">Bytes of the files that went.</param>
/// <param name="Left">Files that others changed meanwhile.</param>
internal readonly record struct CompactionOutcome(int Removed, int Made, long Bytes, int Left)
{
    public static CompactionOutcome operator +(CompactionOutcome one, CompactionOutcome other) =>
        new(one.Removed + other.Removed, one.Made + other.Made, one.Bytes + other.Bytes, one.Left + other.Left);
}
