using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Storage.Contexts;

namespace Talentys.Storage;

/// <summary>Adds the metadata database to the services.</summary>
public static class StorageServices
{
    /// <summary>Adds <see cref="IPlatformDbFactory"/>; needs <see cref="PlatformFolders"/> in the services.</summary>
    public static IServiceCollection AddPlatformStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IPlatformDbFactory>(provider => PlatformDbFactory.For(
            options.Provider,
            ConnectionStringOf(options, provider.GetRequiredService<PlatformFolders>()),
            [.. provider.GetServices<IStorageMapping>()]));
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
}
