using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>The files of a write and the schema that grows with them, on top of one version of the table.</summary>
internal sealed class WriteSession(DataFileWriter writer, WriteTarget target, string writeId, WriteMode mode)
{
    private readonly SchemaEvolution evolution = new(target.Metadata?.LastColumnId ?? 0);
    private readonly IReadOnlyList<NestedField> existing = target.Metadata?.CurrentSchema.Fields ?? [];
    private readonly List<WriteCall> calls = [];
    private int prefixes;

    /// <summary>Columns of the table after this write; null before the first call of a replace or of a new table.</summary>
    public IReadOnlyList<NestedField>? Columns { get; private set; } = mode == WriteMode.Append && target.Metadata is not null ? target.Metadata.CurrentSchema.Fields : null;

    /// <summary>The highest field id assigned.</summary>
    public int LastColumnId => evolution.LastColumnId;

    /// <summary>What was written.</summary>
    public IReadOnlyList<WriteCall> Calls => calls;

    /// <summary>Writes the rows of a SELECT.</summary>
    public async Task<IReadOnlyList<ContentFile>> WriteAsync(
        DuckConnection connection, string select, IReadOnlyDictionary<string, string>? docs, CancellationToken cancellationToken)
    {
        using var sources = await writer.SourcesAsync(select, cancellationToken);
        var columns = await SelectColumns.DescribeAsync(connection, select, cancellationToken);
        var incoming = columns.Select(column => new NestedField(
            0, column.Name, false, TypeOf(column), docs is not null && docs.TryGetValue(column.Name, out var doc) ? doc : null)).ToList();
        var merged = Merge(incoming);
        CheckLayout(merged);
        var byName = merged.ToDictionary(field => field.Name, ColumnNames.Comparer);
        if (merged.FirstOrDefault(field => field.Required && !columns.Any(column => ColumnNames.Comparer.Equals(column.Name, field.Name))) is { } missing)
        {
            throw FileStatistics.NullRefused(missing.Name);
        }

        var fields = columns.Select(column => byName[column.Name]).ToList();
        var files = await writer.WriteAsync(connection, select, columns, fields, target, Prefix(), cancellationToken);
        Columns = merged;
        calls.Add(new WriteCall(incoming, merged, fields, files));
        return files;
    }

    /// <summary>Writes rows that have the table's own columns, in order.</summary>
    public async Task<IReadOnlyList<ContentFile>> WriteOwnAsync(DuckConnection connection, string select, CancellationToken cancellationToken)
    {
        var own = Columns ?? throw new InvalidOperationException("The table has no columns yet.");
        var described = await SelectColumns.DescribeAsync(connection, select, cancellationToken);
        var files = await writer.WriteAsync(connection, select, described, own, target, Prefix(), cancellationToken);
        calls.Add(new WriteCall(own, own, own, files));
        return files;
    }

    /// <summary>Remembers what was written by now.</summary>
    /// <returns>Forgets what is written from here on; its files stay.</returns>
    public Action Save()
    {
        var (saved, columns) = (calls.ToList(), Columns);
        return () =>
        {
            calls.Clear();
            calls.AddRange(saved);
            Columns = columns;
        };
    }

    /// <summary>Takes all files back.</summary>
    public void Forget()
    {
        for (var i = 0; i < calls.Count; i++)
        {
            calls[i] = calls[i] with { Files = [] };
        }
    }

    /// <summary>Takes a file back that was written and is not wanted any more.</summary>
    public void Discard(ContentFile file)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i].Files.Contains(file))
            {
                calls[i] = calls[i] with { Files = [.. calls[i].Files.Where(other => other != file)] };
            }
        }
    }

    /// <summary>
    /// Takes over a call of a session on an older version of the table, with its files.
    /// False when its files have other field ids than its columns get here; they have to be written again.
    /// </summary>
    public bool TryAdopt(WriteCall call)
    {
        var merged = Merge(call.Incoming);
        var byName = merged.ToDictionary(field => field.Name, ColumnNames.Comparer);
        if (call.Files.Count > 0 && !call.Written.All(field => SameIds(field, byName[field.Name])))
        {
            return false;
        }

        Columns = merged;
        calls.Add(call with { Columns = call.Files.Count == 0 ? merged : call.Columns });
        return true;
    }

    private static bool SameIds(NestedField one, NestedField other) => one.Id == other.Id && SameIds(one.Type, other.Type);

    private static bool SameIds(IcebergType one, IcebergType other) => (one, other) switch
    {
        (IcebergType.Primitive, IcebergType.Primitive) => true,
        (IcebergType.List a, IcebergType.List b) => a.ElementId == b.ElementId && SameIds(a.Element, b.Element),
        (IcebergType.Map a, IcebergType.Map b) =>
            a.KeyId == b.KeyId && a.ValueId == b.ValueId && SameIds(a.Key, b.Key) && SameIds(a.Value, b.Value),
        (IcebergType.Struct a, IcebergType.Struct b) => a.Fields.All(field =>
            b.Fields.Any(match => ColumnNames.Comparer.Equals(match.Name, field.Name) && SameIds(field, match))),
        _ => false,
    };

    private string Prefix() => string.Create(CultureInfo.InvariantCulture, $"{writeId}-{++prefixes:00000}");

    /// <summary>Columns that the table is partitioned or sorted by may not go, nor change their type.</summary>
    private void CheckLayout(IReadOnlyList<NestedField> columns)
    {
        var sources = target.Metadata is { } metadata
            ? metadata.DefaultSpec.Fields.Where(field => field.Transform is not Partitions.Transform.Void).Select(field => field.SourceId)
                .Concat(metadata.DefaultSortOrder.Fields.Select(field => field.SourceId))
            : [];
        var schema = new IcebergSchema(0, columns);
        if (sources.FirstOrDefault(id => schema.Find(id) is null) is > 0 and var gone)
        {
            var name = target.Metadata!.CurrentSchema.Find(gone)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"{gone}");
            throw new FaultException(new Fault(
                FaultKind.Conflict, "lake.schema_conflict", $"The table is partitioned or sorted by column {name}, which the new rows do not have as it was.", name,
                "Keep the column and its type, or change how the table is partitioned and sorted first."));
        }
    }

    private IReadOnlyList<NestedField> Merge(IReadOnlyList<NestedField> incoming) =>
        Columns is null && mode == WriteMode.Replace
            ? evolution.Replace(existing, incoming)
            : evolution.Merge(Columns ?? [], incoming);

    /// <summary>A column of nothing but NULL takes the type that is there, else it is a string.</summary>
    private IcebergType TypeOf(SelectColumn column)
    {
        if (column.IsNull)
        {
            return Columns?.FirstOrDefault(field => ColumnNames.Comparer.Equals(field.Name, column.Name))?.Type
                ?? new IcebergType.Primitive(PrimitiveKind.String);
        }

        return Lowering.Lower(column.Name, column.Type);
    }
}

/// <summary>One SELECT that was written.</summary>
/// <param name="Incoming">Its columns before they had ids.</param>
/// <param name="Columns">The columns of the table after it.</param>
/// <param name="Written">The columns of its files.</param>
/// <param name="Files">Its files.</param>
internal sealed record WriteCall(
    IReadOnlyList<NestedField> Incoming, IReadOnlyList<NestedField> Columns, IReadOnlyList<NestedField> Written, IReadOnlyList<ContentFile> Files);
