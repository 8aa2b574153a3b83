using System.Globalization;
using System.Numerics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Benchmarks.Tables;

/// <summary>
/// A table that is manifests alone: a million data files of a thousand days, of which each tells the customers that it has.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="mixed">Each commit brings files of all days, as late rows do, so that no manifest can be left out; else its own days.</param>
internal sealed class ManyFiles(string name, bool mixed)
{
    public const int Files = 1_000_000;
    public const int Manifests = 125;

    private const int Days = 1000;
    private const int FilesOfDay = Files / Days;
    private const int CustomersOfFile = 1000;
    private const int FirstDay = 18_262; // 2020-01-01
    private const long MicrosOfDay = 86_400_000_000;

    private static readonly string[] Countries = ["BE", "CH", "DE", "ES", "FR", "IT", "NL", "PT"];

    public string Name => name;

    /// <summary>A hundredth of the days.</summary>
    public static ScanFilter TenDays { get; } = new ScanFilter.All(
    [
        new ScanFilter.Condition("ordered_at", ScanOperator.GreaterOrEqual, [new ScanLiteral("TIMESTAMP", "2021-06-01 00:00:00")]),
        new ScanFilter.Condition("ordered_at", ScanOperator.Less, [new ScanLiteral("TIMESTAMP", "2021-06-11 00:00:00")]),
    ]);

    /// <summary>Those days, and of them the files that have some customers: ten of each.</summary>
    public static ScanFilter TenDaysAndCustomers { get; } = new ScanFilter.All(
    [
        TenDays,
        new ScanFilter.Condition("customer", ScanOperator.GreaterOrEqual, [new ScanLiteral("INTEGER", "420000")]),
        new ScanFilter.Condition("customer", ScanOperator.Less, [new ScanLiteral("INTEGER", "430000")]),
    ]);

    /// <summary>Makes it by commits as any other writer's, each with a manifest of its own.</summary>
    public async Task MakeAsync(BenchHost host, CancellationToken cancellationToken)
    {
        var design = new TableDesign
        {
            Columns =
            [
                new ColumnDesign("id", "BIGINT"), new ColumnDesign("customer", "BIGINT"), new ColumnDesign("amount", "DECIMAL(18,2)"),
                new ColumnDesign("country", "VARCHAR"), new ColumnDesign("ordered_at", "TIMESTAMP"), new ColumnDesign("note", "VARCHAR"),
            ],
            Partitions = ["day(ordered_at)"],
            Properties = new Dictionary<string, string> { ["commit.manifest-merge.enabled"] = "false" },
        };
        var table = await host.Services.GetRequiredService<ILake>().CreateAsync(BenchTable.Scope, BenchTable.Named(name), design, cancellationToken);
        var (committer, snapshots) = (host.Services.GetRequiredService<Committer>(), host.Services.GetRequiredService<SnapshotBuilder>());
        var random = new Random(7);
        for (var manifest = 0; manifest < Manifests; manifest++)
        {
            var (writeId, number) = (Guid.CreateVersion7().ToString(), manifest);
            await committer.PublishAsync(
                new TableChange
                {
                    TableId = table.Id,
                    WriteId = writeId,
                    Build = (target, prefix, token) => snapshots.WriteAsync(target, Change(target, writeId, number, random), prefix, token),
                },
                cancellationToken);
        }
    }

    private FileChange Change(TableBase target, string writeId, int manifest, Random random)
    {
        var (columns, spec) = (target.Metadata!.CurrentSchema.Fields, target.Metadata.DefaultSpecId);
        const int Each = Files / Manifests;
        var files = Enumerable.Range(manifest * Each, Each).Select(i => mixed
            ? File(target.Place, columns, spec, writeId, i, i % Days, i / Days, random)
            : File(target.Place, columns, spec, writeId, i, i / FilesOfDay, i % FilesOfDay, random));
        return new FileChange { WriteId = writeId, CommitId = writeId, Added = [new AddedFiles(columns, [.. files])] };
    }

    private static ContentFile File(
        TablePlace place, IReadOnlyList<NestedField> columns, int spec, string writeId, int number, int day, int part, Random random)
    {
        var (rows, from) = (random.Next(50_000, 150_000), (FirstDay + day) * MicrosOfDay);
        object[] lower =
        [
            number * 100_000L, (long)part * CustomersOfFile, new BigInteger(random.Next(1, 1000)), Countries[random.Next(3)],
            from + random.NextInt64(MicrosOfDay / 10), $"note {random.Next():x8}",
        ];
        object[] upper =
        [
            (number * 100_000L) + rows, ((long)part * CustomersOfFile) + CustomersOfFile - 1, new BigInteger(random.Next(100_000, 1_000_000)),
            Countries[3 + random.Next(5)], from + MicrosOfDay - 1 - random.NextInt64(MicrosOfDay / 10), $"note {random.Next():x8}~",
        ];
        return new ContentFile
        {
            Path = string.Create(CultureInfo.InvariantCulture, $"{place.Data}/{writeId}-00001-{number:x8}{random.Next():x8}.parquet"),
            Rows = rows,
            Bytes = rows * 37L,
            SpecId = spec,
            Partition = [FirstDay + day],
            ColumnSizes = columns.ToDictionary(field => field.Id, _ => (long)random.Next(100_000, 900_000)),
            ValueCounts = columns.ToDictionary(field => field.Id, _ => (long)rows),
            NullCounts = columns.ToDictionary(field => field.Id, _ => (long)random.Next(20)),
            LowerBounds = Bounds(columns, lower),
            UpperBounds = Bounds(columns, upper),
            SplitOffsets = [4],
        };
    }

    private static Dictionary<int, byte[]> Bounds(IReadOnlyList<NestedField> columns, object[] values) => columns.Select((field, i) => (field, i))
        .ToDictionary(one => one.field.Id, one => values[one.i] is string text ? Encoding.UTF8.GetBytes(text) : SingleValue.Write((IcebergType.Primitive)one.field.Type, values[one.i]));
}
