using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Talentys.Storage.Contexts;

/// <summary>Makes contexts of the chosen provider. They are not pooled: making one costs some 20 µs, and a pooled one would carry state over.</summary>
internal sealed class PlatformDbFactory(Func<PlatformDb> create) : IPlatformDbFactory
{
    public PlatformDb Create() => create();

    internal static PlatformDbFactory For(StorageOptions options, IReadOnlyList<IStorageMapping> mappings, OutboxSignal? signal = null)
    {
        if (options.Provider == StorageProvider.Sqlite)
        {
            var sqlite = new DbContextOptionsBuilder<SqlitePlatformDb>()
                .UseSqlite(options.ConnectionString, provider => provider.MigrationsAssembly(options.MigrationsAssembly))
                .AddInterceptors(SqlitePragmas.Instance);
            Configure(sqlite, signal);
            return new PlatformDbFactory(() => new SqlitePlatformDb(sqlite.Options, mappings));
        }

        var postgres = new DbContextOptionsBuilder<PostgresPlatformDb>()
            .UseNpgsql(options.ConnectionString, provider => provider.MigrationsAssembly(options.MigrationsAssembly));
        Configure(postgres, signal);
        return new PlatformDbFactory(() => new PostgresPlatformDb(postgres.Options, mappings));
    }

    private static void Configure(DbContextOptionsBuilder options, OutboxSignal? signal)
    {
        options.ReplaceService<IModelCacheKeyFactory, MappedModelKey>();

        // that the streams keep up with the mappings is a test's business, not that of every start
        options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        if (signal is not null)
        {
            options.AddInterceptors(new OutboxWake(signal));
        }
    }
}
