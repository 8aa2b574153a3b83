using Microsoft.EntityFrameworkCore;
using Talentys.Storage.Contexts;

namespace Talentys.Storage;

/// <summary>The one EF Core context, made of what all modules map. Modules reach their rows by <c>Set&lt;TRow&gt;()</c>; their row types are internal.</summary>
public abstract class PlatformDb(DbContextOptions options, IEnumerable<IStorageMapping> mappings) : DbContext(options)
{
    private readonly IStorageMapping[] mappings =
        [.. mappings.OrderBy(mapping => mapping.GetType().FullName, StringComparer.Ordinal)];

    /// <summary>Names the mappings that make up the model: contexts with the same set share one model.</summary>
    internal string ModelKey => field ??= string.Join('|', mappings.Select(mapping => mapping.GetType().AssemblyQualifiedName));

    /// <summary>Whether events were added, so that a commit wakes their dispatcher.</summary>
    internal bool TellsOfEvents { get; set; }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StorageConventions.Configure(configurationBuilder);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var mapping in mappings)
        {
            mapping.Map(modelBuilder);
        }

        StorageConventions.Apply(modelBuilder);
    }
}
