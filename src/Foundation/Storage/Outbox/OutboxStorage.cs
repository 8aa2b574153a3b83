using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage;

/// <summary>An event to deliver; deleted once it is.</summary>
internal sealed class OutboxRow
{
    public long Sequence { get; init; }

    public required string Event { get; init; }

    public required string Content { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>Given up after too many attempts; kept for people.</summary>
    public bool SetAside { get; init; }
}

/// <summary>Who delivers the events of one sort now.</summary>
internal sealed class OutboxLeaseRow
{
    public required string Event { get; init; }

    public string? Holder { get; init; }

    public DateTimeOffset Until { get; init; }
}

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
