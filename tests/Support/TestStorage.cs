using Microsoft.Extensions.DependencyInjection;
using Talentys.Storage;

namespace Talentys.TestSupport;

/// <summary>The storage for tests that build a host of some modules.</summary>
public static class TestStorage
{
    /// <summary>As AddPlatformStorage, on SQLite in the state folder or where the options say, with the tables of the modules that were added, without migrations.</summary>
    public static IServiceCollection AddTestStorage(this IServiceCollection services, StorageOptions? options = null) =>
        services.AddPlatformStorage((options ?? new StorageOptions()) with { MigrationsAssembly = null });
}
