using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Designs;

/// <summary>Makes tables without rows and changes what tables are.</summary>
internal sealed class TableDesigner(TableStore store, Committer committer, LakeOptions options)
{
    /// <summary>
    /// The metadata of a table as it is designed, on top of what there is: columns of the same name and a type that goes together keep
    /// their ids.
    /// </summary>
    /// <exception cref="FaultException">As of <see cref="CreateAsync"/>.</exception>
    public TableMetadata Design(TableBase target, TableName name, TableDesign design)
    {
        if (target.Metadata is not { } before)
        {
            var (columns, lastId) = ColumnsOf(name, design.Columns);
            return New(target, design, new IcebergSchema(0, columns), lastId).Current;
        }

        var (incoming, _) = ColumnsOf(name, design.Columns);
        var evolution = new SchemaEvolution(before.LastColumnId);
        var replaced = evolution.Replace(before.CurrentSchema.Fields, [.. incoming.Select(field => field with { Id = 0 })]);
        var schema = new IcebergSchema(0, [.. replaced.Zip(incoming, (field, wanted) => field with { Required = wanted.Required, Doc = wanted.Doc })]);
        var builder = new MetadataBuilder(before);
        builder.SetDefaultSpec(builder.AddSpec([]));
        builder.SetDefaultSortOrder(builder.AddSortOrder([]));
        builder.SetCurrentSchema(builder.AddSchema(schema));
        builder.TakeColumnIds(evolution.LastColumnId);
        builder.SetProperties(design.Properties);
        Lay(builder, LayoutText.Partitions(design.Partitions, builder.Current.CurrentSchema, FieldsOf(before)), LayoutText.Sort(design.Sort, builder.Current.CurrentSchema));
        return builder.Current;
    }

    /// <summary>Makes a table.</summary>
    /// <exception cref="FaultException"><c>lake.table_exists</c>, <c>lake.type_refused</c>, <c>lake.partition_refused</c>, <c>lake.name_refused</c>.</exception>
    public async Task CreateAsync(Scope scope, TableName name, TableDesign design, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        var (columns, lastId) = ColumnsOf(name, design.Columns);
        var schema = new IcebergSchema(0, columns);
        New(null, design, schema, lastId); // what it refuses is told before the name is taken
        var row = await store.ReserveAsync(scope, name, cancellationToken);
        await committer.PublishAsync(
            new TableChange
            {
                TableId = row.Id,
                WriteId = Guid.CreateVersion7().ToString(),
                Build = (target, _, _) =>
                {
                    if (target.Metadata is not null)
                    {
                        throw new FaultException(LakeFaults.TableExists(name));
                    }

                    return Task.FromResult(new TableDraft(New(target, design, schema, lastId), []));
                },
            },
            cancellationToken);
    }

    /// <summary>Changes a table.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>, <c>lake.column_unknown</c>, <c>lake.schema_conflict</c>, <c>lake.partition_refused</c>.</exception>
    public async Task AlterAsync(Scope scope, TableName name, TableAlteration change, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        if (row?.MetadataFile is null)
        {
            throw new FaultException(LakeFaults.TableUnknown(name));
        }

        await committer.PublishAsync(
            new TableChange
            {
                TableId = row.Id,
                WriteId = Guid.CreateVersion7().ToString(),
                Build = (target, _, _) => Task.FromResult(new TableDraft(Altered(target, change), [])),
            },
            cancellationToken);
    }

    private MetadataBuilder New(TableBase? target, TableDesign design, IcebergSchema schema, int lastId)
    {
        var builder = MetadataBuilder.New(target?.Place.Location ?? "", SnapshotBuilder.FirstProperties(options));
        builder.SetProperties(design.Properties);
        builder.SetCurrentSchema(builder.AddSchema(schema));
        builder.TakeColumnIds(lastId);
        Lay(builder, LayoutText.Partitions(design.Partitions, schema, []), LayoutText.Sort(design.Sort, schema));
        return builder;
    }

    /// <summary>The metadata of a table that is changed.</summary>
    /// <exception cref="FaultException">As of <see cref="AlterAsync"/>.</exception>
    public static MetadataBuilder Altered(TableBase target, TableAlteration change)
    {
        var builder = new MetadataBuilder(target.Metadata!);
        if (change.Columns.Count > 0)
        {
            var edit = new ColumnEdit(builder.Current.CurrentSchema, builder.Current.LastColumnId);
            foreach (var one in change.Columns)
            {
                if (one is ColumnChange.MakeRequired required && builder.Current.CurrentSnapshot is { } snapshot && SnapshotTotals.Rows(snapshot) > 0)
                {
                    throw new FaultException(new Fault(
                        FaultKind.Conflict, "lake.schema_conflict", $"Column {required.Name} cannot refuse null: the table has rows, and other readers rely on what they were told.",
                        required.Name, "Make a table with the column as NOT NULL, and copy the rows into it."));
                }

                edit.Apply(one);
            }

            builder.TakeColumnIds(edit.LastColumnId);
            builder.SetCurrentSchema(builder.AddSchema(edit.Schema));
        }

        var schema = builder.Current.CurrentSchema;
        Lay(
            builder,
            change.Partitions is null ? null : LayoutText.Partitions(change.Partitions, schema, FieldsOf(builder.Current)),
            change.Sort is null ? null : LayoutText.Sort(change.Sort, schema));
        CheckSources(builder);
        builder.SetProperties(change.Properties.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
        builder.RemoveProperties(change.Properties.Where(pair => pair.Value is null).Select(pair => pair.Key));
        return builder;
    }

    private static IReadOnlyList<PartitionField> FieldsOf(TableMetadata metadata) => [.. metadata.PartitionSpecs.SelectMany(spec => spec.Fields)];

    private static void Lay(MetadataBuilder builder, IReadOnlyList<PartitionField>? partitions, IReadOnlyList<SortField>? sort)
    {
        if (partitions is not null)
        {
            builder.SetDefaultSpec(builder.AddSpec(partitions));
        }

        if (sort is not null)
        {
            builder.SetDefaultSortOrder(builder.AddSortOrder(sort));
        }
    }

    /// <summary>New rows could not be partitioned or sorted by a column that is gone.</summary>
    private static void CheckSources(MetadataBuilder builder)
    {
        var metadata = builder.Current;
        var sources = metadata.DefaultSpec.Fields.Where(field => field.Transform is not Transform.Void).Select(field => field.SourceId)
            .Concat(metadata.DefaultSortOrder.Fields.Select(field => field.SourceId));
        foreach (var id in sources.Where(id => metadata.CurrentSchema.Find(id) is null))
        {
            var name = metadata.Schemas.Select(schema => schema.Find(id)?.Name).LastOrDefault(found => found is not null);
            throw new FaultException(new Fault(
                FaultKind.Conflict, "lake.schema_conflict", $"The table is partitioned or sorted by column {name}.", name,
                "Change how the table is partitioned and sorted first."));
        }
    }

    private static (IReadOnlyList<NestedField> Columns, int LastId) ColumnsOf(TableName name, IReadOnlyList<ColumnDesign> columns)
    {
        if (columns.Count == 0)
        {
            throw new FaultException(Fault.Invalid("lake.no_columns", $"Table {name} would have no column.", null, "Name one column at least."));
        }

        var names = new HashSet<string>(ColumnNames.Comparer);
        foreach (var column in columns.Where(column => string.IsNullOrEmpty(column.Name) || !names.Add(column.Name)))
        {
            throw new FaultException(Fault.Invalid(
                "lake.column_refused", $"Column {column.Name} is named twice, or has no name.", column.Name, "Give each column a name of its own."));
        }

        var evolution = new SchemaEvolution(0);
        var fields = evolution.Replace([], [.. columns.Select(column =>
            new NestedField(0, column.Name, false, ColumnTypes.Of(column.Name, column.SqlType), column.Doc))]);
        return ([.. fields.Zip(columns, (field, column) => field with { Required = column.Required })], evolution.LastColumnId);
    }
}
