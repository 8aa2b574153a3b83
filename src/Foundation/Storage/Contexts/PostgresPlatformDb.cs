using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage;

/// <summary>The context on PostgreSQL: a type of its own because it has a migration stream of its own.</summary>
public sealed class PostgresPlatformDb(DbContextOptions<PostgresPlatformDb> options, IEnumerable<IStorageMapping> mappings)
    : PlatformDb(options, mappings)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // the order of texts by bytes, as SQLite has it: paging by a name walks both alike, whatever the server's locale
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}
