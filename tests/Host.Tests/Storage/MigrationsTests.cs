using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Host.Storage;
using Talentys.Storage;
using Talentys.TestSupport;

namespace Talentys.Host.Tests.Storage;

public sealed class MigrationsTests
{
    public static TheoryData<StorageProvider> Providers => [StorageProvider.Sqlite, StorageProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task The_stream_has_kept_up_with_the_mappings(StorageProvider provider)
    {
        await using var db = DesignTimeDb.Create(
            new StorageOptions { Provider = provider, ConnectionString = provider == StorageProvider.Sqlite ? "Data Source=:memory:" : "Host=nowhere" }, DesignTimeMappings.All());

        Assert.False(db.Database.HasPendingModelChanges(), "run src/Host/Migrations/add.sh WHAT_CHANGES");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_fresh_database_gets_every_table_and_bears_a_second_start(StorageProvider provider)
    {
        using var folder = new TempFolder();
        await using var database = await TestDatabase.EmptyAsync(provider);
        for (var start = 0; start < 2; start++)
        {
            await using var services = Services(folder, database.Options);
            await services.GetRequiredService<StorageStart>().EnsureAsync(CancellationToken.None);
            await using var db = services.GetRequiredService<IPlatformDbFactory>().Create();
            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
            foreach (var table in db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).Distinct())
            {
                var sql = "select count(*) from " + table;
                await db.Database.ExecuteSqlRawAsync(sql);
            }
        }
    }

    [Fact]
    public void Tables_are_named_after_their_module()
    {
        using var db = DesignTimeDb.Create(
            new StorageOptions { ConnectionString = "Data Source=:memory:" }, DesignTimeMappings.All());

        var strays = db.Model.GetEntityTypes()
            .Where(entity => !entity.IsOwned())
            .Where(entity => !entity.GetTableName()!.StartsWith(
                entity.ClrType.Assembly.GetName().Name!.Split('.')[1].ToLowerInvariant() + "_", StringComparison.Ordinal))
            .Select(entity => $"{entity.ClrType}: {entity.GetTableName()}");

        Assert.NotEmpty(db.Model.GetEntityTypes());
        Assert.Empty(strays);
    }

    private static ServiceProvider Services(TempFolder folder, StorageOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(folder.Folders);
        services.AddPlatformStorage(options);
        foreach (var mapping in DesignTimeMappings.All().Where(mapping => mapping.GetType().Assembly != typeof(StorageStart).Assembly))
        {
            services.AddSingleton(mapping);
        }

        return services.BuildServiceProvider();
    }
}
