using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage;

/// <summary>Tables of the outbox.</summary>
internal sealed class OutboxMapping : IStorageMapping
{
    public void Map(ModelBuilder model)
    {
        model.Entity<OutboxRow>(row =>
        {
            row.ToTable("storage_outbox");
            row.HasKey(it => it.Sequence);
            row.Property(it => it.Sequence).ValueGeneratedOnAdd();
            row.Property(it => it.Event).HasMaxLength(200);
            row.HasIndex(it => new { it.Event, it.SetAside, it.Sequence });
        });
        model.Entity<OutboxLeaseRow>(row =>
        {
            row.ToTable("storage_outbox_leases");
            row.HasKey(it => it.Event);
            row.Property(it => it.Event).HasMaxLength(200);
            row.Property(it => it.Holder).HasMaxLength(200);
        });
    }
}
