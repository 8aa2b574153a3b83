using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Lake.Tests.Maintenance;
using Talentys.Storage;
using Talentys.TestSupport;

namespace Talentys.Lake.Tests.Commits;

/// <summary>Processes of their own on one table: this one starts itself again for each, with the one test that only then does anything.</summary>
public sealed class ManyProcessesTests
{
    private const string Variable = "TALENTYS_TESTS_WRITER";
    private const int Processes = 8;
    private const int HotRows = 4;
    private const int Seconds = 60;

    private static readonly TableName Table = new("shop", "counters");

    [Theory]
    [InlineData("copy-on-write")]
    [InlineData("merge-on-read")]
    [Trait("Lane", "full")]
    public async Task Eight_processes_append_and_merge_for_a_minute_and_no_row_is_lost_or_double(string mode)
    {
        using var folder = new TempFolder();
        await using var database = await TestDatabase.SqliteAsync(new LakeStorageMapping());
        var order = new Order(folder.Folders.State, database.Options.ConnectionString!, 0, TimeProvider.System.GetUtcNow().AddSeconds(Seconds));
        await using var services = Services(order);
        await services.GetRequiredService<ILake>().CreateAsync(
            LakeHost.Scope, Table,
            new TableDesign { Columns = [new ColumnDesign("id", "BIGINT"), new ColumnDesign("n", "BIGINT")], Properties = new Dictionary<string, string> { ["write.merge.mode"] = mode } }, default);

        var writers = await Task.WhenAll(Enumerable.Range(1, Processes).Select(number => RunAsync(order with { Number = number }, folder[$"{number}.json"])).Append(KeepUpAsync(services, order)));

        var table = (await services.GetRequiredService<ILake>().FindAsync(LakeHost.Scope, Table, TableAt.Current, default))!;
        var (appended, merged) = (writers.Sum(writer => writer.Appends), writers.Sum(writer => writer.Merges));
        using var engine = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var connection = engine.Connect();
        var told = (await connection.RowsAsync(
            $"select count(*) filter (id >= 0), count(distinct id) filter (id >= 0), count(*) filter (id < 0), coalesce(sum(n), 0)::bigint from ({table.SelectSql})", [], default))[0];
        TestContext.Current.SendDiagnosticMessage(
            $"{mode}: {appended} appends and {merged} merges in {Seconds} s, {writers.Sum(writer => writer.Repeated)} repeated after a conflict, {writers.Sum(writer => writer.Refused)} given up and begun again; {table.Version.Number} versions, {table.Files.Count} files");
        Assert.Equal([(long)appended, (long)appended, HotRows, (long)merged], told.Select(value => Convert.ToInt64(value, CultureInfo.InvariantCulture)));
        Assert.All(writers.Take(Processes), writer => Assert.True(writer is { Appends: > 0, Merges: > 0 }));
        Assert.True(table.Version.Number >= appended + merged);
    }

    /// <summary>What one of the processes does.</summary>
    [Fact(Explicit = true)]
    public async Task A_writer_in_a_process_of_its_own()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) is not null, "Another test starts it.");
        var (order, file) = JsonSerializer.Deserialize<(Order, string)>(Environment.GetEnvironmentVariable(Variable)!, Json);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(await WriteAsync(order)));
    }

    private static JsonSerializerOptions Json { get; } = new() { IncludeFields = true };

    private static async Task<Done> RunAsync(Order order, string file)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", typeof(ManyProcessesTests).Assembly.Location, "--explicit", "only", "--filter-method", $"{typeof(ManyProcessesTests).FullName}.{nameof(A_writer_in_a_process_of_its_own)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = JsonSerializer.Serialize((order, file), Json);
        using var process = Process.Start(start)!;
        var told = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && File.Exists(file), string.Concat(told));
        return JsonSerializer.Deserialize<Done>(await File.ReadAllTextAsync(file))!;
    }

    /// <summary>Appends rows that are its own, and counts up rows that are all writers', each time once.</summary>
    private static async Task<Done> WriteAsync(Order order)
    {
        await using var services = Services(order);
        var lake = services.GetRequiredService<ILake>();
        using var engine = DuckInstance.Open(new DuckOptions { Threads = 1, MemoryBytes = EngineBudget.Least });
        using var connection = engine.Connect();
        var random = new Random(order.Number);
        var done = new Done(0, 0, 0, 0);
        while (TimeProvider.System.GetUtcNow() < order.Until)
        {
            if (random.Next(2) == 0)
            {
                var id = (order.Number * 1_000_000L) + done.Appends;
                await using var write = await lake.BeginAsync(LakeHost.Scope, Table, WriteMode.Append, default);
                await write.WriteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"select {id}::bigint as id, 0::bigint as n"), null, default);
                await write.CommitAsync(Ids.New(), LakeHost.NoSummary, default);
                done = done with { Appends = done.Appends + 1 };
                continue;
            }

            var merge = new LakeMerge
            {
                Source = string.Create(CultureInfo.InvariantCulture, $"select {-1 - random.Next(HotRows)}::bigint as id, 1::bigint as n"),
                On = "target.id = source.id",
                WhenMatched = [new MergeClause.Update(new Dictionary<string, string> { ["n"] = "target.n + source.n" })],
                WhenNotMatched = [new MergeClause.Insert()],
            };
            var (commitId, attempts) = (Ids.New(), 0);
            while (true)
            {
                try
                {
                    await lake.ChangeAsync(
                        LakeHost.Scope, Table,
                        (change, token) =>
                        {
                            attempts++;
                            return change.MergeAsync(connection, merge, token);
                        },
                        commitId, LakeHost.NoSummary, default);
                    break;
                }
                catch (FaultException lost) when (lost.Fault.Code == "lake.conflict")
                {
                    done = done with { Refused = done.Refused + 1 };
                }
            }

            done = done with { Merges = done.Merges + 1, Repeated = done.Repeated + attempts - 1 };
        }

        return done;
    }

    /// <summary>Files are written together meanwhile, and lists of files.</summary>
    private static async Task<Done> KeepUpAsync(ServiceProvider services, Order order)
    {
        while (TimeProvider.System.GetUtcNow() < order.Until)
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
            var row = (await services.GetRequiredService<TableStore>().FindAsync(LakeHost.Scope, Table, default))!;
            foreach (var action in services.GetServices<IUpkeepAction>().Where(action => action is CompactAction or ManifestsAction))
            {
                await action.RunAsync(row, new UpkeepOrder(), new TestStep(), default);
            }
        }

        return new Done(0, 0, 0, 0);
    }

    private static ServiceProvider Services(Order order)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IPlatformDbFactory>(new Database(new StorageOptions { Provider = StorageProvider.Sqlite, ConnectionString = order.Database }));
        services.AddSingleton(new PlatformFolders(order.State, order.State));
        LakeModule.Add(services, new ConfigurationBuilder().Build());
        return services.BuildServiceProvider();
    }

    private sealed class Database(StorageOptions options) : IPlatformDbFactory
    {
        private static readonly IStorageMapping[] Mappings = [new LakeStorageMapping()];

        public PlatformDb Create() => DesignTimeDb.Create(options, Mappings);
    }

    /// <summary>What a process is to do.</summary>
    private sealed record Order(string State, string Database, int Number, DateTimeOffset Until);

    /// <summary>What a process did.</summary>
    private sealed record Done(int Appends, int Merges, int Repeated, int Refused);
}
