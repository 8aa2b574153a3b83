using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.Storage.Contexts;

namespace Talentys.Storage;

/// <summary>Adds the metadata database to the services.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds <see cref="IPlatformDbFactory"/>, <see cref="StorageStart"/>, <see cref="IOutbox"/>, <see cref="ISecrets"/> and
    /// <see cref="SecretReferences"/>; needs <see cref="PlatformFolders"/> in the services.
    /// </summary>
    public static IServiceCollection AddPlatformStorage(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<IPlatformDbFactory>(provider => PlatformDbFactory.For(
            options with { ConnectionString = ConnectionStringOf(options, provider.GetRequiredService<PlatformFolders>()) },
            [.. provider.GetServices<IStorageMapping>()],
            provider.GetRequiredService<OutboxSignal>()));
        AddStart(services, options);
        AddOutbox(services);
        AddSecrets(services);
        return services;
    }

    internal static string ConnectionStringOf(StorageOptions options, PlatformFolders folders) => options switch
    {
        { ConnectionString: { } given } => given,
        { Provider: StorageProvider.Sqlite } => new SqliteConnectionStringBuilder { DataSource = folders.MetadataFile }.ToString(),
        _ => throw new FaultException(Fault.Invalid(
            "storage.no_connection", "The metadata is to live in PostgreSQL, but no connection string is given.", "storage.connectionString",
            "Set TALENTYS_STORAGE__CONNECTIONSTRING, or leave the provider at sqlite.")),
    };

    private static void AddStart(IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton<IStartGuard>(provider =>
        {
            var connection = ConnectionStringOf(options, provider.GetRequiredService<PlatformFolders>());
            return options.Provider == StorageProvider.Sqlite
                ? new SqliteGuard(connection, provider.GetRequiredService<TimeProvider>())
                : new PostgresGuard(connection);
        });
        services.AddSingleton(provider => new StorageStart(
            options,
            provider.GetRequiredService<IPlatformDbFactory>(),
            provider.GetRequiredService<IStartGuard>(),
            provider.GetRequiredService<ILogger<StorageStart>>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StorageStart>());
        services.AddHealthChecks().AddCheck<StorageHealth>("metadata");
        services.AddSingleton<IHealthProbe, MetadataProbe>();
    }

    private static void AddOutbox(IServiceCollection services)
    {
        services.AddSingleton<IStorageMapping, OutboxMapping>();
        services.AddSingleton(new EventRoutes(services));
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxLeases>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<OutboxDispatcher>());
    }

    private static void AddSecrets(IServiceCollection services)
    {
        KeyRing.Add(services);
        services.AddSingleton<IStorageMapping, SecretMapping>();
        services.AddSingleton<ISecrets, StoredSecrets>();
        services.AddSingleton<SecretReferences>();
    }
}
