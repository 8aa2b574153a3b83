using Talentys.Lake.Metadata;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>Finds fields by id, also those that the current schema dropped: files still refer to them.</summary>
internal sealed class FieldPaths
{
    private readonly Dictionary<int, IReadOnlyList<NestedField>> paths = [];

    /// <summary>The fields of a table: as a schema has them, else as the newest schema that has them.</summary>
    public FieldPaths(TableMetadata metadata, IcebergSchema schema)
    {
        foreach (var one in metadata.Schemas.OrderByDescending(one => one.SchemaId).Prepend(metadata.CurrentSchema).Prepend(schema))
        {
            foreach (var field in one.Fields)
            {
                Add([field]);
            }
        }
    }

    /// <summary>The fields from the column down to the one of the id; null when the table never had it, or has it in a list or map.</summary>
    public IReadOnlyList<NestedField>? Find(int id) => paths.GetValueOrDefault(id);

    private void Add(IReadOnlyList<NestedField> path)
    {
        paths.TryAdd(path[^1].Id, path);
        if (path[^1].Type is IcebergType.Struct s)
        {
            foreach (var field in s.Fields)
            {
                Add([.. path, field]);
            }
        }
    }
}
