using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Tests.Stores;

namespace Talentys.Lake.Tests.Rows;

/// <summary>Random steps against a model in memory, with a failure at a random call of the store: what was committed is there, what was not is not.</summary>
public sealed class RandomStepsTests
{
    [Fact]
    public Task Random_steps_do_what_the_model_does_whatever_fails() => RunAsync(0, 100, 4);

    [Fact]
    [Trait("Lane", "full")]
    public Task Thousands_of_random_steps_do_what_the_model_does_whatever_fails() => RunAsync(1_000_000, 4000, 7);

    /// <summary>Each kind of step with a failure at its first call of the store, its second, and so on until it has no more.</summary>
    [Fact]
    public async Task A_failure_at_any_call_of_a_step_leaves_the_table_as_it_was_or_as_it_becomes()
    {
        await using var host = await LakeHost.StartAsync();
        var number = 2_000_000;
        foreach (var kind in new[] { 0, 3, 4, 6, 8, 11, 12, 13 })
        {
            foreach (var failure in new[] { FailingStore.Failure.OnceAfter, FailingStore.Failure.Crash })
            {
                await EveryCallAsync(host, ++number, kind, failure);
            }
        }
    }

    private static async Task EveryCallAsync(LakeHost host, int seed, int kind, FailingStore.Failure failure)
    {
        var model = new TableModel(new Random(seed));
        var table = new TableName("every", string.Create(CultureInfo.InvariantCulture, $"t{seed}"));
        var process = Start(host);
        try
        {
            await process.Lake.CreateAsync(LakeHost.Scope, table, model.Design(), default);
            process = await StepAsync(host, process, table, model, 0, 0, failure);
            for (var call = 1; ; call++)
            {
                process = await StepAsync(host, process, table, model, kind, call, failure);
                if (!process.Failed)
                {
                    break;
                }
            }

            Assert.NotEmpty(model.History);
            await CheckFilesAsync(host, table, failed: true);
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
                var call = random.Next(2) == 0 ? 0 : 1 + random.Next(30);
                process = await StepAsync(host, process, table, model, null, call, (FailingStore.Failure)random.Next(5));
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
        LakeHost host, Process process, TableName table, TableModel model, int? kind, int failsAt, FailingStore.Failure failure)
    {
        var work = model.Choose(kind);
        var step = new IcebergLakeStep(process.Lake, table, host.Connection);
        process.Store.FailAt(failsAt, failure);
        try
        {
            await work(step);
        }
        catch (Exception thrown) when (process.Store.Failed && thrown is FaultException or IOException)
        {
            // what was left is looked at below
        }

        var failed = process.Store.Failed;
        process.Store.Recover();
        if (failed && failure is FailingStore.Failure.Crash or FailingStore.Failure.CrashAfter)
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
        return process with { Failed = failed };
    }

    private static Process Start(LakeHost host)
    {
        var services = host.Another(collection => collection.AddSingleton<IObjectStore>(provider => new FailingStore(provider.GetRequiredService<LocalStore>())));
        return new Process(services, (FailingStore)services.GetRequiredService<IObjectStore>(), services.GetRequiredService<IcebergLake>());
    }

    private static async Task<string> TextAsync(DuckConnection connection, LakeTable table)
    {
        var rows = await connection.RowsAsync($"select * from ({table.SelectSql}) order by id", [], default);
        var names = string.Join(",", table.Columns.Skip(1).Select(column => column.Name));
        return string.Join("; ", rows.Select(row => $"{row[0]}:{string.Join(",", row.Skip(1).Select(value => value ?? "null"))}").Prepend(names));
    }

    /// <summary>No file that a version refers to is missing, and where nothing failed there is no other one.</summary>
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

        var there = Directory.EnumerateFiles(LocalStore.ToPath(place.Location), "*", SearchOption.AllDirectories).Select(LocalStore.ToLocation).ToHashSet();
        Assert.Empty(named.Except(there));
        if (!failed)
        {
            Assert.Empty(there.Except(named));
        }
    }

    private sealed record Process(ServiceProvider Services, FailingStore Store, IcebergLake Lake, bool Failed = false);
}
