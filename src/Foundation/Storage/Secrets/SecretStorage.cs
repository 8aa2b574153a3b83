using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage;

/// <summary>A secret, encrypted.</summary>
internal sealed class SecretRow
{
    public required string Organisation { get; init; }

    public required string Name { get; init; }

    public required string Cipher { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Table of the secrets.</summary>
internal sealed class SecretMapping : IStorageMapping
{
    public void Map(ModelBuilder model) => model.Entity<SecretRow>(row =>
    {
        row.ToTable("storage_secrets");
        row.HasKey(it => new { it.Organisation, it.Name });
        row.Property(it => it.Organisation).HasMaxLength(200);
        row.Property(it => it.Name).HasMaxLength(200);
    });
}
