using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>The pointer to a table: its one mutable part.</summary>
internal sealed class LakeTableRow
{
    public required string Id { get; set; }

    public required string Organisation { get; set; }

    public required string Environment { get; set; }

    /// <summary>Schema and name folded, by which the table is found.</summary>
    public required string SchemaKey { get; set; }

    public required string NameKey { get; set; }

    public required string Schema { get; set; }

    public required string Name { get; set; }

    /// <summary>Folder below the lake's; or, with a scheme, a location of its own.</summary>
    public required string Folder { get; set; }

    /// <summary>Name of the metadata file in the table's metadata folder; null before the first version.</summary>
    public string? MetadataFile { get; set; }

    /// <summary>Number of the current version; 0 while the name is only reserved by its first writers.</summary>
    public long Version { get; set; }

    public long Rows { get; set; }

    public long Bytes { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Another engine's table, read in place: its files are not ours to change or delete.</summary>
    public bool Foreign { get; set; }

    /// <summary>A row of a name, which points to nothing yet.</summary>
    public static LakeTableRow New(string id, Scope scope, TableName name, string folder) => new()
    {
        Id = id,
        Organisation = scope.Organisation,
        Environment = scope.Environment,
        SchemaKey = TableStore.Fold(name.Schema),
        NameKey = TableStore.Fold(name.Name),
        Schema = name.Schema,
        Name = name.Name,
        Folder = folder,
    };

    /// <summary>The same under another name.</summary>
    public LakeTableRow Named(TableName name)
    {
        var copy = New(Id, new Scope(Organisation, Environment), name, Folder);
        (copy.MetadataFile, copy.Version, copy.Rows, copy.Bytes, copy.ChangedAt, copy.Foreign) = (MetadataFile, Version, Rows, Bytes, ChangedAt, Foreign);
        return copy;
    }
}
