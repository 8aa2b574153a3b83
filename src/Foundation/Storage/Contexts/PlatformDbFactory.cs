using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Talentys.Storage.Contexts;

/// <summary>Makes contexts of the chosen provider. They are not pooled: making one costs some 20 µs, and a pooled one would carry state over.</summary>
internal sealed class PlatformDbFactory(Func<PlatformDb> create) : IPlatformDbFactory
{
    /// <summary>Where the migration streams live: they need the mappings of all modules, which only the host knows.</summary>
    internal const string MigrationsAssembly = "talentys";

    public PlatformDb Create() => create();

    internal static PlatformDbFactory For(StorageProvider provider, string connectionString, IReadOnlyList<IStorageMapping> mappings)
    {
        if (provider == StorageProvider.Sqlite)
        {
            var sqlite = new DbContextOptionsBuilder<SqlitePlatformDb>()
                .UseSqlite(connectionString, options => options.MigrationsAssembly(MigrationsAssembly))
                .AddInterceptors(SqlitePragmas.Instance)
                .ReplaceService<IModelCacheKeyFactory, MappedModelKey>()
                .Options;
            return new PlatformDbFactory(() => new SqlitePlatformDb(sqlite, mappings));
        }

        var postgres = new DbContextOptionsBuilder<PostgresPlatformDb>()
            .UseNpgsql(connectionString, options => options.MigrationsAssembly(MigrationsAssembly))
            .ReplaceService<IModelCacheKeyFactory, MappedModelKey>()
            .Options;
        return new PlatformDbFactory(() => new PostgresPlatformDb(postgres, mappings));
    }
}
