using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Manifests;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Tests.Stores;

namespace Talentys.Lake.Tests.Rows;

/// <summary>
/// Random steps against a model in memory, with a failure at a random call of the store or where the pointer is swapped: what was
/// committed is there, what was not is not, and what is left over is found and removed.
/// </summary>
public sealed class RandomStepsTests
{
    [Fact]
    public Task Random_steps_do_what_the_model_does_whatever_fails() => RunAsync(0, 50, 4);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [Trait("Lane", "full")]
    public Task Thousands_of_random_steps_do_what_the_model_does_whatever_fails(int part) => RunAsync(1_000_000 + (part * 500), 500, 7);

    public static TheoryData<int> KindsOfSteps => [0, 3, 4, 6, 8, 11, 12, 13, 14, 15, 16, 17];

    /// <summary>A step with a crash at its first call of the store, its second, and so on until it has no more, and failures at the swap.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(14)]
    public Task A_crash_at_any_call_of_a_step_leaves_the_table_as_it_was_or_as_it_becomes(int kind) => EveryCallAsync(kind, FailingStore.Failure.Crash);

    [Theory]
    [MemberData(nameof(KindsOfSteps))]
    [Trait("Lane", "full")]
    public async Task A_failure_at_any_call_of_any_step_leaves_the_table_as_it_was_or_as_it_becomes(int kind)
    {
        await EveryCallAsync(kind, FailingStore.Failure.Crash);
        await EveryCallAsync(kind, FailingStore.Failure.OnceAfter);
    }

    private static async Task EveryCallAsync(int kind, FailingStore.Failure failure)
    {
        await using var host = await LakeHost.StartAsync();
        var seed = 2_000_000 + (kind * 2) + (failure == FailingStore.Failure.Crash ? 1 : 0);
        var model = new TableModel(new Random(seed));
        var table = new TableName("every", string.Create(CultureInfo.InvariantCulture, $"t{seed}"));
        var process = Start(host);
        try
        {
            await process.Lake.CreateAsync(LakeHost.Scope, table, model.Design(), default);
            process = await StepAsync(host, process, table, model, 0, Trouble.None);
            for (var call = 1; ; call++)
            {
                process = await PrepareAsync(process);
                process = await StepAsync(host, process, table, model, kind, new Trouble(call, failure));
                if (!process.Failed)
                {
                    break;
                }
            }

            foreach (var swap in Enum.GetValues<FailingDatabase.Failure>())
            {
                process = await PrepareAsync(process);
                process = await StepAsync(host, process, table, model, kind, new Trouble(Swap: swap));
            }

            Assert.NotEmpty(model.History);
            await CheckFilesAsync(host, table, failed: true);

            // upkeep needs something to do, and as much each time
            async Task<Process> PrepareAsync(Process now)
            {
                foreach (var first in kind >= 14 ? new[] { 16, 3, 0 } : [])
                {
                    now = await StepAsync(host, now, table, model, first, Trouble.None);
                }

                return now;
            }
        }
        finally
        {
            await process.Services.DisposeAsync();
        }
    }

    private static async Task RunAsync(int firstSeed, int cases, int steps)
    {
        await using var host = await LakeHost.StartAsync();
        foreach (var seed in Enumerable.Range(firstSeed, cases))
        {
            try
            {
                await CaseAsync(host, seed, steps);
            }
            catch (Exception failure)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}: {failure}"));
            }
        }
    }

    private static async Task CaseAsync(LakeHost host, int seed, int steps)
    {
        var random = new Random(seed);
        var table = new TableName("random", string.Create(CultureInfo.InvariantCulture, $"t{seed}"));
        var model = new TableModel(random);
        var process = Start(host);
        try
        {
            await process.Lake.CreateAsync(LakeHost.Scope, table, model.Design(), default);
            var failed = false;
            for (var number = 0; number < steps; number++)
            {
                var trouble = random.Next(6) switch
                {
                    0 or 1 or 2 => new Trouble(1 + random.Next(30), (FailingStore.Failure)random.Next(5)),
                    3 => new Trouble(Swap: (FailingDatabase.Failure)random.Next(6)),
                    _ => Trouble.None,
                };
                process = await StepAsync(host, process, table, model, null, trouble);
                failed |= process.Failed;
            }

            foreach (var (version, state) in model.History.Where(one => one.Version > 0))
            {
                var old = (await process.Lake.FindAsync(LakeHost.Scope, table, TableAt.Of(version), default))!;
                Assert.Equal(state.Text, await TextAsync(host.Connection, old));
            }

            await CheckFilesAsync(host, table, failed);
        }
        finally
        {
            await process.Services.DisposeAsync();
        }
    }

    /// <summary>One step, and a look at the table after it, by another process when this one crashed.</summary>
    private static async Task<Process> StepAsync(
        LakeHost host, Process process, TableName table, TableModel model, int? kind, Trouble trouble)
    {
        var work = model.Choose(kind);
        if (model.Expires)
        {
            host.Clock.Advance(TimeSpan.FromHours(2)); // statements that read the versions have ended
        }

        var step = new IcebergLakeStep(process.Services, table, host.Connection);
        process.Store.FailAt(trouble.Call, trouble.Store);
        process.Database.FailSwap(trouble.Swap, () => process.Store.FailAt(1, FailingStore.Failure.Crash));
        try
        {
            await work(step);
        }
        catch (Exception thrown) when (process.HasFailed && thrown is FaultException or IOException or DbException)
        {
            // what was left is looked at below
        }

        var failed = process.HasFailed;
        process.Store.Recover();
        process.Database.FailSwap(FailingDatabase.Failure.None);
        if (failed && trouble.IsCrash)
        {
            await process.Services.DisposeAsync();
            process = Start(host);
        }

        var found = (await process.Lake.FindAsync(LakeHost.Scope, table, TableAt.Current, default))!;
        var text = await TextAsync(host.Connection, found);
        if (step.Published is not null || text == model.Next.Text)
        {
            Assert.Equal(model.Next.Text, text);
            model.Took(found.Version.Number);
        }
        else
        {
            Assert.True(failed, "A step that did not fail is not published.");
            Assert.Equal(model.Now.Text, text);
        }

        Assert.Equal(model.Now.Rows.Count, found.Version.Rows);
        model.Compare((await process.Lake.VersionsAsync(LakeHost.Scope, table, default)).Select(version => version.Number).ToHashSet(), failed);
        return process with { Failed = failed };
    }

    private static Process Start(LakeHost host)
    {
        FailingDatabase database = null!;
        var services = host.Another(
            collection => collection
                .AddSingleton<IObjectStore>(provider => new FailingStore(provider.GetRequiredService<LocalStore>()))
                .Configure<MaintenanceOptions>(options => (options.CompactAtFiles, options.RewriteManifestsAt) = (2, 2)),
            inner => database = new FailingDatabase(inner));
        return new Process(services, (FailingStore)services.GetRequiredService<IObjectStore>(), database, services.GetRequiredService<IcebergLake>());
    }

    private static async Task<string> TextAsync(DuckConnection connection, LakeTable table)
    {
        var rows = await connection.RowsAsync($"select * from ({table.SelectSql}) order by id", [], default);
        var names = string.Join(",", table.Columns.Skip(1).Select(column => column.Name));
        return string.Join("; ", rows.Select(row => $"{row[0]}:{string.Join(",", row.Skip(1).Select(value => value ?? "null"))}").Prepend(names));
    }

    /// <summary>No file that a version refers to is missing, and there is no other one: where something failed, after what is old was swept.</summary>
    private static async Task CheckFilesAsync(LakeHost host, TableName table, bool failed)
    {
        var row = await host.Get<TableStore>().FindAsync(LakeHost.Scope, table, default);
        var place = host.Get<TablePlaces>().Of(row!);
        var files = host.Get<TableFiles>();
        var metadata = await files.MetadataAsync(place.MetadataFile(row!.MetadataFile!), default);
        var named = new HashSet<string>(metadata.MetadataLog.Select(entry => place.Resolve(entry.MetadataFile))) { place.MetadataFile(row.MetadataFile!) };
        foreach (var snapshot in metadata.Snapshots)
        {
            named.Add(place.Resolve(snapshot.ManifestList));
            foreach (var manifest in await files.ManifestsAsync(place, snapshot, default))
            {
                named.Add(place.Resolve(manifest.Path));
                named.UnionWith((await files.ContentAsync(place, manifest, default)).Entries
                    .Where(entry => entry.Status != EntryStatus.Deleted).Select(entry => place.Resolve(entry.File.Path)));
            }
        }

        Assert.Empty(named.Except(There()));
        if (failed)
        {
            host.Clock.Advance(TimeSpan.FromHours(25));
            await host.Get<OrphanSweep>().SweepAsync(place with { Recorded = metadata.Location }, metadata, default);
            await host.Get<OrphanFiles>().RemoveAsync(row, TimeSpan.FromDays(-36_500), default);
        }

        Assert.Equal(named.Order(), There().Order());

        IEnumerable<string> There() => Directory.EnumerateFiles(LocalStore.ToPath(place.Location), "*", SearchOption.AllDirectories).Select(LocalStore.ToLocation);
    }

    /// <summary>What goes wrong in a step: a call of the store, or the swap of the pointer.</summary>
    private sealed record Trouble(int Call = 0, FailingStore.Failure Store = FailingStore.Failure.Once, FailingDatabase.Failure Swap = FailingDatabase.Failure.None)
    {
        public static Trouble None { get; } = new();

        public bool IsCrash => Store is FailingStore.Failure.Crash or FailingStore.Failure.CrashAfter
            || Swap is FailingDatabase.Failure.CrashBefore or FailingDatabase.Failure.CrashAfter;
    }

    private sealed record Process(ServiceProvider Services, FailingStore Store, FailingDatabase Database, IcebergLake Lake, bool Failed = false)
    {
        public bool HasFailed => Store.Failed || Database.Failed;
    }
}
