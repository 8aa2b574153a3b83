using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage;

/// <summary>The one EF Core context, made of what all modules map. Modules reach their rows by <c>Set&lt;TRow&gt;()</c>; their row types are internal.</summary>
public abstract class PlatformDb(DbContextOptions options, IEnumerable<IStorageMapping> mappings) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var mapping in mappings)
        {
            mapping.Map(modelBuilder);
        }
    }
}

/// <summary>Makes contexts: one for each unit of work.</summary>
public interface IPlatformDbFactory
{
    /// <summary>A new context.</summary>
    PlatformDb Create();
}
