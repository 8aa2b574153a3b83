using Talentys.Storage.Contexts;

namespace Talentys.Storage;

/// <summary>Contexts without services: for the tool that writes migrations, and for tests that check them.</summary>
public static class DesignTimeDb
{
    /// <summary>A context of the given mappings.</summary>
    public static PlatformDb Create(StorageOptions options, IReadOnlyList<IStorageMapping> mappings) =>
        PlatformDbFactory.For(options, mappings).Create();
}
