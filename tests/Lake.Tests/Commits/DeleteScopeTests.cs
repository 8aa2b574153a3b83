using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Commits;

/// <summary>Which partitions deletes are about is one rule: readers and commits judge alike.</summary>
public sealed class DeleteScopeTests
{
    private static readonly PartitionField Part = new(1, 1000, "part", new Transform.Identity());
    private static readonly PartitionField Dropped = new(1, 1000, "part", new Transform.Void());

    private static readonly TableMetadata Metadata = new()
    {
        FormatVersion = 2,
        TableUuid = "u",
        Location = "file:///t",
        LastSequenceNumber = 9,
        LastUpdatedMs = 1,
        LastColumnId = 1,
        Schemas = [new IcebergSchema(0, [new NestedField(1, "part", false, new IcebergType.Primitive(PrimitiveKind.Long))])],
        CurrentSchemaId = 0,
        PartitionSpecs = [PartitionSpec.None, new PartitionSpec(1, [Part]), new PartitionSpec(2, [Dropped])],
        DefaultSpecId = 1,
        LastPartitionId = 1000,
        SortOrders = [SortOrder.None],
        DefaultSortOrderId = 0,
    };

    private static readonly (int Spec, object?[] Values)[] Partitions = [(0, []), (1, [null]), (1, [5]), (1, [5L]), (1, [6L]), (2, [null])];

    [Theory]
    [InlineData(0, "0 1 2 3 4 5")] // without fields: all
    [InlineData(1, "1")] // the null of a partitioned spec is a partition like others
    [InlineData(2, "2 3")] // the same before and after its column was widened
    [InlineData(4, "4")]
    [InlineData(5, "0 1 2 3 4 5")] // with a dropped field alone: all
    public void Deletes_are_about_their_partition_and_without_partitions_about_all(int delete, string reached)
    {
        var place = new TablePlace("file:///t");
        foreach (var content in new[] { FileContent.EqualityDeletes, FileContent.PositionDeletes })
        {
            var file = File(delete, content);
            Assert.Equal(reached, string.Join(' ', Enumerable.Range(0, Partitions.Length).Where(data => DeleteScope.MayApply(file, File(data, FileContent.Data), place, Metadata))));
        }

        var index = new DeleteIndex(Metadata, [Live(delete, FileContent.EqualityDeletes, 2)]);
        Assert.Equal(reached, string.Join(' ', Enumerable.Range(0, Partitions.Length).Where(data => index.EqualitiesOf(Live(data, FileContent.Data, 1)).Count > 0)));
        for (var data = 0; data < Partitions.Length; data++)
        {
            index.AddPositions(Live(delete, FileContent.PositionDeletes, 2), $"/t/{data}", $"/t/{data}");
        }

        Assert.Equal(reached, string.Join(' ', Enumerable.Range(0, Partitions.Length).Where(data => index.PositionsOf(Live(data, FileContent.Data, 1)).Count > 0)));
    }

    private static ContentFile File(int partition, FileContent content) => new()
    {
        Path = $"file:///t/{partition}",
        Rows = 1,
        Bytes = 1,
        Content = content,
        SpecId = Partitions[partition].Spec,
        Partition = Partitions[partition].Values,
    };

    private static LiveFile Live(int partition, FileContent content, long sequence)
    {
        var file = File(partition, content);
        return new LiveFile(file, $"/t/{partition}", sequence, PartitionKey.Of(file), null);
    }
}
