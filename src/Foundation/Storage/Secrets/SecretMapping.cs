using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage;

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
