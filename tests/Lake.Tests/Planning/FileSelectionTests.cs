using System.Text;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Planning;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Planning;

/// <summary>Files are left out only when none of their rows can be wanted, whatever the partitions, bounds and conditions.</summary>
public sealed class FileSelectionTests
{
    private static readonly IcebergSchema Schema = new(0,
    [
        new NestedField(1, "n", false, new IcebergType.Primitive(PrimitiveKind.Int)),
        new NestedField(2, "s", false, new IcebergType.Primitive(PrimitiveKind.String)),
        new NestedField(3, "t", false, new IcebergType.Primitive(PrimitiveKind.Timestamp)),
        new NestedField(4, "d", false, new IcebergType.Primitive(PrimitiveKind.Double)),
    ]);

    private static readonly Transform[][] Transforms =
    [
        [new Transform.Identity(), new Transform.Bucket(5), new Transform.Truncate(10), new Transform.Void(), new Transform.Unknown("zorder")],
        [new Transform.Identity(), new Transform.Bucket(7), new Transform.Truncate(2)],
        [new Transform.Time(TimeUnit.Year), new Transform.Time(TimeUnit.Month), new Transform.Time(TimeUnit.Day), new Transform.Time(TimeUnit.Hour), new Transform.Bucket(3)],
        [new Transform.Identity()],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void No_file_with_a_wanted_row_is_left_out(int seed)
    {
        var random = new Random(seed);
        var (left, all) = (0, 0);
        for (var round = 0; round < 40; round++)
        {
            var (spec, manifest, files) = Manifest(random);
            var content = ManifestContent.Of(Schema, spec, [.. files.Select(file => file.Entry)]);
            var (head, sections) = IndexReader.Read(content.Write(), manifest);
            var parts = sections.ToDictionary(section => section.Section, section => section.Data);
            var index = new ManifestIndex(head, section => parts.TryGetValue(section, out var data) ? data : default(ReadOnlyMemory<byte>?));
            var metadata = new TableMetadata
            {
                FormatVersion = 2,
                TableUuid = "u",
                Location = "file:///t",
                LastSequenceNumber = 1,
                LastUpdatedMs = 1,
                LastColumnId = 4,
                Schemas = [Schema],
                CurrentSchemaId = 0,
                PartitionSpecs = [spec],
                DefaultSpecId = spec.SpecId,
                LastPartitionId = 1010,
                SortOrders = [SortOrder.None],
                DefaultSortOrderId = 0,
            };
            for (var query = 0; query < 40; query++)
            {
                var (filter, matches) = Filter(random, 2);
                var predicate = FilePredicate.Of(filter, Schema);
                var kept = FileSelection.MayHave(content.Describe("m", 1, 1, 1), metadata, predicate) ? FileSelection.Rows(index, [predicate]).ToHashSet() : [];
                for (var i = 0; i < files.Count; i++)
                {
                    Assert.True(kept.Contains(i) || !files[i].Rows.Any(matches), $"{filter} leaves out file {i} of {spec}");
                }

                (left, all) = (left + files.Count - kept.Count, all + files.Count);
            }
        }

        Assert.InRange(left, all / 5, all); // and many are left out
    }

    private static (PartitionSpec Spec, ManifestFile Manifest, List<(ManifestEntry Entry, List<object?[]> Rows)> Files) Manifest(Random random)
    {
        var fields = Enumerable.Range(0, random.Next(3)).Select(i =>
        {
            var column = random.Next(4);
            return new PartitionField(column + 1, 1000 + i, $"p{i}", Transforms[column][random.Next(Transforms[column].Length)]);
        }).ToList();
        var spec = new PartitionSpec(random.Next(3), fields);
        var files = new List<(ManifestEntry, List<object?[]>)>();
        for (var i = 0; i < 20; i++)
        {
            // rows of one partition: those that go where the first goes
            var rows = Enumerable.Range(0, 12).Select(_ => Row(random)).ToList();
            var partition = Partition(spec, rows[0]);
            rows = [.. rows.Where(row => PartitionTuples.Comparer.Equals(Partition(spec, row), partition))];
            files.Add((new ManifestEntry(EntryStatus.Added, 1, null, null, File(random, $"file:///t/data/{i}.parquet", partition, rows)), rows));
        }

        var manifest = ManifestContent.Of(Schema, spec, [.. files.Select(file => file.Item1)]).Describe("m", 1, 1, 1);
        return (spec, manifest, files);
    }

    private static IReadOnlyList<object?> Partition(PartitionSpec spec, object?[] row) => [.. spec.Fields.Select(field => field.Transform switch
    {
        Transform.Void => null,
        Transform.Unknown => null,
        var transform => transform.Apply(row[field.SourceId - 1]),
    })];

    private static object?[] Row(Random random) =>
    [
        random.Next(6) == 0 ? null : random.Next(-50, 50),
        random.Next(6) == 0 ? null : Text(random),
        random.Next(6) == 0 ? null : random.NextInt64(-3, 3) * 86_400_000_000L * 200 + random.NextInt64(0, 86_400_000_000),
        random.Next(8) switch { 0 => null, 1 => double.NaN, 2 => double.PositiveInfinity, 3 => -0.0, _ => random.Next(-20, 20) / 2.0 },
    ];

    private static string Text(Random random)
    {
        string[] starts = ["", "a", "ab", "z", "é", "😀", "\uffff"];
        return starts[random.Next(starts.Length)] + (random.Next(2) == 0 ? "" : new string('m', random.Next(20)));
    }

    private static ContentFile File(Random random, string path, IReadOnlyList<object?> partition, List<object?[]> rows)
    {
        Dictionary<int, byte[]> lower = [], upper = [];
        Dictionary<int, long> nulls = [], values = [], nans = [], sizes = [];
        foreach (var field in Schema.Fields)
        {
            var type = (IcebergType.Primitive)field.Type;
            var column = rows.Select(row => row[field.Id - 1]).ToList();
            var told = column.OfType<object>().Where(value => value is not double.NaN).ToList();
            sizes[field.Id] = 1;
            if (random.Next(4) > 0)
            {
                nulls[field.Id] = column.Count(value => value is null);
                values[field.Id] = column.Count;
                if (type.Kind == PrimitiveKind.Double && random.Next(2) == 0)
                {
                    nans[field.Id] = column.Count(value => value is double.NaN);
                }
            }

            if (told.Count > 0 && random.Next(5) > 0)
            {
                told.Sort(SingleValue.Compare);
                lower[field.Id] = type.Kind == PrimitiveKind.String ? Encoding.UTF8.GetBytes(Cut((string)told[0])) : SingleValue.Write(type, told[0]);
                if (type.Kind != PrimitiveKind.String || ((string)told[^1]).Length <= 4)
                {
                    upper[field.Id] = SingleValue.Write(type, told[^1]);
                }
            }
        }

        return new ContentFile
        {
            Path = path,
            Rows = rows.Count,
            Bytes = 1,
            Partition = partition,
            ColumnSizes = sizes,
            NullCounts = nulls,
            ValueCounts = values,
            NanCounts = nans,
            LowerBounds = lower,
            UpperBounds = upper,
        };
    }

    private static string Cut(string text) => text.Length <= 4 || char.IsSurrogatePair(text, 3) ? text : text[..4];

    private static (ScanFilter Filter, Func<object?[], bool> Matches) Filter(Random random, int depth)
    {
        if (depth > 0 && random.Next(2) == 0)
        {
            var (one, other) = (Filter(random, depth - 1), Filter(random, depth - 1));
            return random.Next(2) == 0
                ? (new ScanFilter.All([one.Filter, other.Filter]), row => one.Matches(row) && other.Matches(row))
                : (new ScanFilter.Any([one.Filter, other.Filter]), row => one.Matches(row) || other.Matches(row));
        }

        var column = random.Next(4);
        var words = Enum.GetValues<ScanOperator>().Where(word => column == 1 || word is not (ScanOperator.StartsWith or ScanOperator.NotStartsWith)).ToList();
        var how = words[random.Next(words.Count)];
        var count = how switch { ScanOperator.IsNull or ScanOperator.NotNull => 0, ScanOperator.In or ScanOperator.NotIn or ScanOperator.Outside => 2, _ => 1 };
        var values = Enumerable.Range(0, count).Select(_ => Literal(random, column)).ToList();
        var predicate = new ColumnPredicate(how, (IReadOnlyList<object>)[.. values.Select(value => value.Value)]);
        return (new ScanFilter.Condition(Schema.Fields[column].Name, how, [.. values.Select(value => value.Literal)]), row => predicate.Matches(row[column]));
    }

    private static (ScanLiteral Literal, object Value) Literal(Random random, int column)
    {
        switch (column)
        {
            case 0:
                var number = random.Next(-60, 60);
                return (new ScanLiteral("INTEGER", $"{number}"), number);
            case 1:
                var text = Text(random);
                return (new ScanLiteral("VARCHAR", text), text);
            case 2:
                var moment = DateTime.UnixEpoch.AddDays(random.Next(-700, 700)).AddHours(random.Next(24));
                return (new ScanLiteral("TIMESTAMP", moment.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)),
                    (moment - DateTime.UnixEpoch).Ticks / 10);
            default:
                var real = random.Next(-24, 24);
                return (new ScanLiteral("INTEGER", $"{real}"), (double)real);
        }
    }
}
