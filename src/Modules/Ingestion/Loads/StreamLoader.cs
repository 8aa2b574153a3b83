using System.Globalization;
using Microsoft.Extensions.Options;
using Talentys.DuckDb.Public;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Rejects;
using Talentys.Ingestion.Sources;
using Talentys.Ingestion.Syncs;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Loads;

/// <summary>Loads one stream: its files are read, its table is committed together with what is known of the files.</summary>
internal sealed class StreamLoader(ILake lake, IAccessPolicies policies, IngestionEngine engine, IOptions<IngestionOptions> options, PlatformFolders folders)
{
    private readonly RejectsTable rejectsTable = new(lake);

    /// <summary>Loads it on behalf of whoever a run is for.</summary>
    /// <exception cref="FaultException"><c>ingestion.write_denied</c>, and what is wrong with the files.</exception>
    public async Task<StepOutcome> LoadAsync(StreamJob job, IRunContext run, IStepContext step, CancellationToken cancellationToken)
    {
        var (scope, origin) = (run.Scope, LoadOrigin.Of(run));
        if (!(await policies.OfAsync(run.Principal, scope, cancellationToken)).MayWrite(job.Table))
        {
            // the same whether the table is there or not
            throw new FaultException(new Fault(
                FaultKind.Denied, "ingestion.write_denied", $"{run.Principal.Name} may not write {job.Table}.", null, "Ask an administrator for the right to write it (access.yml)."));
        }

        var existing = await lake.FindAsync(scope, job.Table, TableAt.Current, cancellationToken);
        var incremental = job.Definition.Read == ReadMode.Incremental;
        var state = incremental && existing is not null
            ? SyncState.Of(await lake.VersionsAsync(scope, job.Table, cancellationToken))
            : SyncState.Empty;
        var files = incremental ? await state.ChangedAsync(job.Files, cancellationToken) : job.Files;
        if (files.Count == 0)
        {
            return new StepOutcome("up to date", new Dictionary<string, double> { ["rows"] = 0, ["rejected"] = 0, ["files"] = 0, ["bytes"] = 0 });
        }

        var folder = Path.Combine(folders.Cache, "ingestion", Ids.New());
        try
        {
            Directory.CreateDirectory(folder);
            using var connection = await engine.ConnectAsync(cancellationToken);
            using var work = new LoadWork(job with { Files = files }, existing, connection, options.Value, folder, step);
            var mode = job.Definition.Write == TableWrite.Append ? WriteMode.Append : WriteMode.Replace;
            var load = new StreamLoad(lake, rejectsTable, work, scope, origin, state);
            return await load.RunAsync(mode, cancellationToken)
                ?? await RereadAsync(job, existing, connection, folder, scope, origin, state, step, cancellationToken);
        }
        catch (Exception failure) when (FileFaults.Of(failure, job.Step) is { } fault)
        {
            throw new FaultException(fault, failure);
        }
        finally
        {
            Delete(folder);
        }
    }

    /// <summary>What the files of a stream hold, without loading them.</summary>
    public async Task<T> InspectAsync<T>(
        StreamJob job, IStepContext step, Func<IReadOnlyList<ReadGroup>, LoadWork, Task<T>> look, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(folders.Cache, "ingestion", Ids.New());
        try
        {
            Directory.CreateDirectory(folder);
            using var connection = await engine.ConnectAsync(cancellationToken);
            using var work = new LoadWork(job, null, connection, options.Value, folder, step);
            return await look(await StreamReader.ReadAsync(work, apart: false, cancellationToken), work);
        }
        finally
        {
            Delete(folder);
        }
    }

    /// <summary>A column's type changed so that the table must be made anew: all files are read again.</summary>
    private async Task<StepOutcome> RereadAsync(
        StreamJob job, LakeTable? existing, DuckConnection connection, string folder, Scope scope, LoadOrigin origin, SyncState state,
        IStepContext step, CancellationToken cancellationToken)
    {
        var present = job.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        if (state.Files.Keys.FirstOrDefault(path => !present.Contains(path)) is { } gone)
        {
            throw new FaultException(LoadFaults.SchemaChanged(
                job.Table, string.Create(CultureInfo.InvariantCulture, $"a column changed its type, and {gone} is no longer there to be read again"),
                "Declare the type of the column, or put the file back."));
        }

        step.Log(RunLogLevel.Warning, "A column changed its type: all files are read again.");
        using var work = new LoadWork(job, existing, connection, options.Value, folder, step);
        var load = new StreamLoad(lake, rejectsTable, work, scope, origin, SyncState.Empty);
        return (await load.RunAsync(WriteMode.Replace, cancellationToken))!;
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
