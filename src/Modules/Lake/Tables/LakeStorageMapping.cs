using Microsoft.EntityFrameworkCore;
using Talentys.Storage;

namespace Talentys.Lake.Tables;

/// <summary>Maps the lake's rows.</summary>
internal sealed class LakeStorageMapping : IStorageMapping
{
    /// <summary>Longest schema or table name: both are in one index, whose entries PostgreSQL limits.</summary>
    public const int NameLength = 200;

    /// <inheritdoc/>
    public void Map(ModelBuilder model)
    {
        model.Entity<LakeTableRow>(table =>
        {
            table.ToTable("lake_tables");
            table.HasKey(row => row.Id);
            table.Property(row => row.Organisation).HasMaxLength(NameLength);
            table.Property(row => row.Environment).HasMaxLength(NameLength);
            table.Property(row => row.SchemaKey).HasMaxLength(NameLength);
            table.Property(row => row.NameKey).HasMaxLength(NameLength);
            table.Property(row => row.Schema).HasMaxLength(NameLength);
            table.Property(row => row.Name).HasMaxLength(NameLength);
            table.Property(row => row.Foreign).HasDefaultValue(false);
            table.HasIndex(row => new { row.Organisation, row.Environment, row.SchemaKey, row.NameKey }).IsUnique();
        });
        model.Entity<LakeNamespaceRow>(space =>
        {
            space.ToTable("lake_namespaces");
            space.HasKey(row => new { row.Organisation, row.Environment, row.SchemaKey });
            space.Property(row => row.Organisation).HasMaxLength(NameLength);
            space.Property(row => row.Environment).HasMaxLength(NameLength);
            space.Property(row => row.SchemaKey).HasMaxLength(NameLength);
            space.Property(row => row.Schema).HasMaxLength(NameLength);
        });
        model.Entity<LakeDroppedRow>(dropped =>
        {
            dropped.ToTable("lake_dropped");
            dropped.HasKey(row => row.Id);
        });
    }
}
