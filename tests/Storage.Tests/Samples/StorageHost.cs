using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.TestSupport;

namespace Talentys.Storage.Tests.Samples;

/// <summary>The services of the storage with the notes, over a folder or a database that several of them may share.</summary>
internal sealed class StorageHost : IAsyncDisposable
{
    private readonly ServiceProvider services;

    internal StorageHost(
        PlatformFolders folders, StorageOptions? options = null, TimeProvider? clock = null, Action<IServiceCollection>? configure = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        collection.AddSingleton(folders);
        collection.AddSingleton(clock ?? TimeProvider.System);
        collection.AddSingleton<IStorageMapping, NoteMapping>();
        collection.AddPlatformStorage((options ?? new StorageOptions()) with { MigrationsAssembly = "Talentys.Storage.Tests" });
        configure?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    internal TestLogs Logs { get; } = new();

    internal StorageStart Start => Get<StorageStart>();

    internal T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    internal PlatformDb Db() => Get<IPlatformDbFactory>().Create();

    internal async Task RunAsync()
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
