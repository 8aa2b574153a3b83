using System.Globalization;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Rejects;
using Talentys.Ingestion.Schemas;
using Talentys.Ingestion.Sources;
using Talentys.Ingestion.Syncs;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Loads;

/// <summary>One attempt to load a stream, from its files to the commit.</summary>
internal sealed class StreamLoad(ILake lake, RejectsTable rejectsTable, LoadWork work, Scope scope, LoadOrigin origin, SyncState state)
{
    /// <summary>Groups that one SELECT reads together: each has a reader with buffers of its own.</summary>
    private const int Together = 100;

    private readonly bool incremental = work.Definition.Read == ReadMode.Incremental;
    private readonly string commitId = $"{origin.RunId}/{work.Job.Step}";

    /// <returns>Null when the table must be made anew from all files.</returns>
    public async Task<StepOutcome?> RunAsync(WriteMode mode, CancellationToken cancellationToken)
    {
        var groups = await StreamReader.ReadAsync(work, apart: incremental, cancellationToken);
        await KeepRejectsAsync(groups.Sum(group => group.Rows ?? 0), mode == WriteMode.Replace, cancellationToken);

        if (groups.Count == 0)
        {
            throw new FaultException(FileFaults.Empty(work.Job.Files[0].Display));
        }

        var target = await TargetColumns.DecideAsync(work, groups, mode == WriteMode.Append, cancellationToken);
        if (target.Clash is not null && incremental && mode == WriteMode.Append)
        {
            return null;
        }

        var rewrite = target.Clash is not null && mode == WriteMode.Append;
        if (rewrite)
        {
            work.Step.Log(RunLogLevel.Warning, $"The table is written anew, since {target.Clash}.");
        }

        await using var write = await lake.BeginAsync(scope, work.Job.Table, rewrite ? WriteMode.Replace : mode, cancellationToken);
        var rows = await WriteAsync(write, groups, target, rewrite, cancellationToken);
        var summary = origin.Summary();
        if (incremental)
        {
            summary[SnapshotKeys.SyncState] = state.ToJson();
        }

        await write.CommitAsync(commitId, summary, cancellationToken);
        return Outcome(rows);
    }

    private async Task KeepRejectsAsync(long accepted, bool whole, CancellationToken cancellationToken)
    {
        var limit = work.Definition.RejectLimit;
        var exceeded = limit.Exceeded(limit.Share ? work.Rejects.Weight : work.Rejects.Count, accepted);
        var kept = exceeded ? RejectsTable.Kept.OfFailed : whole ? RejectsTable.Kept.InPlace : RejectsTable.Kept.Beside;
        await rejectsTable.KeepAsync(scope, work.Job.Table, origin, commitId, work.Rejects, kept, work.Connection, cancellationToken);
        if (exceeded)
        {
            throw new FaultException(LoadFaults.TooManyRejects(work.Job.Table, work.Rejects, accepted, limit));
        }

        foreach (var reject in work.Rejects.First)
        {
            work.Step.Log(RunLogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"Rejected {reject.File}:{reject.Line}: {reject.Reason}."));
        }
    }

    private async Task<long> WriteAsync(
        ILakeWrite write, IReadOnlyList<ReadGroup> groups, TargetTable target, bool rewrite, CancellationToken cancellationToken)
    {
        var forgiving = work.Definition.OnSchemaChange == SchemaChange.DiscardValue;
        if (rewrite)
        {
            var columns = work.Existing!.Columns.Select(column => new ReadColumn(column.Name, column.Doc ?? "", column.SqlType)).ToList();
            await write.WriteAsync(work.Connection, target.Select(new ReadGroup(work.Existing.SelectSql, columns, null, []), false), target.Docs, cancellationToken);
        }

        var total = 0L;
        var expected = groups.All(group => group.Rows is not null) ? groups.Sum(group => group.Rows) : null;
        var (bytes, read) = (Math.Max(1, work.TotalBytes), 0L);
        foreach (var chunk in incremental ? groups.Select(group => new[] { group }) : groups.Chunk(Together))
        {
            var select = string.Join(" union all ", chunk.Select(group => target.Select(group, forgiving)));
            var (before, files) = (total, chunk.SelectMany(group => group.Files).Sum(file => file.Length));
            var written = await work.FollowAsync(WriteAsync(write, select, chunk, target.Docs, cancellationToken), share =>
            {
                // where rows are not counted before they are written, bytes of the files tell how far it is
                if (expected is null)
                {
                    work.Step.Progress(Math.Min(bytes, read + (long)(share * files)), bytes, "bytes");
                    return;
                }

                Tell(before + (long)(share * chunk.Sum(group => group.Rows!.Value)), expected);
            });
            read += files;
            total += written.Sum(file => file.Rows);
            Check(chunk, written.Sum(file => file.Rows));
            Tell(total, expected);
            if (incremental)
            {
                await RememberAsync(write, chunk[0].Files[0], written, cancellationToken);
            }
        }

        return total;
    }

    private void Tell(long rows, long? expected)
    {
        work.Step.Progress(expected is null ? rows : Math.Min(rows, expected.Value), expected, "rows");
        work.Step.Metric("rows", rows);
    }

    private async Task<IReadOnlyList<DataFile>> WriteAsync(
        ILakeWrite write, string select, IReadOnlyList<ReadGroup> groups, IReadOnlyDictionary<string, string> docs, CancellationToken cancellationToken)
    {
        try
        {
            return await write.WriteAsync(work.Connection, select, docs, cancellationToken);
        }
        catch (FaultException failure) when (failure.Fault.Code.StartsWith("engine.", StringComparison.Ordinal))
        {
            CheckUnchanged(groups);
            throw failure.Fault.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase)
                ? new FaultException(FileFaults.DiskFull(work.Job.Step), failure)
                : failure;
        }
    }

    private void Check(IReadOnlyList<ReadGroup> groups, long written)
    {
        CheckUnchanged(groups);
        if (groups.All(group => group.Rows is not null) && groups.Sum(group => group.Rows!.Value) is var expected && expected != written)
        {
            throw new FaultException(LoadFaults.CountMismatch(work.Job.Table, expected, written));
        }
    }

    private static void CheckUnchanged(IEnumerable<ReadGroup> groups)
    {
        if (groups.SelectMany(group => group.Files).FirstOrDefault(file => !file.Unchanged()) is { } changed)
        {
            throw new FaultException(FileFaults.Changed(changed.Display));
        }
    }

    /// <summary>Replaces the rows that the file had before, and notes where they are now.</summary>
    private async Task RememberAsync(ILakeWrite write, InputFile file, IReadOnlyList<DataFile> written, CancellationToken cancellationToken)
    {
        if (state.Files.TryGetValue(file.Path, out var known) && known.Data.Count > 0)
        {
            var present = (work.Existing?.Files ?? []).Select(data => data.Path).ToHashSet(StringComparer.Ordinal);
            if (!known.Data.All(present.Contains))
            {
                throw new FaultException(new Fault(
                    FaultKind.Conflict, "ingestion.rows_moved", "The rows that the file had before were merged with others and cannot be replaced alone.",
                    file.Display, "Drop the table and sync the stream again."));
            }

            write.Remove(known.Data);
        }

        state.Files[file.Path] = new KnownFile(
            file.Length, file.Modified, await SyncState.HashAsync(file, cancellationToken), [.. written.Select(data => data.Path)]);
    }

    private StepOutcome Outcome(long rows)
    {
        var files = work.Job.Files.Count;
        var rejected = work.Rejects.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", {work.Rejects.Count:N0} rejected") : "";
        return new StepOutcome(
            string.Create(CultureInfo.InvariantCulture, $"{rows:N0} {(rows == 1 ? "row" : "rows")} from {files:N0} {(files == 1 ? "file" : "files")}{rejected}"),
            new Dictionary<string, double> { ["rows"] = rows, ["rejected"] = work.Rejects.Count, ["files"] = files, ["bytes"] = work.TotalBytes });
    }
}
