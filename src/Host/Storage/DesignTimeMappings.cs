using Talentys.Storage;

namespace Talentys.Host.Storage;

/// <summary>The mappings of all modules, for <c>dotnet ef</c>, which has no services.</summary>
internal static class DesignTimeMappings
{
    internal static IReadOnlyList<IStorageMapping> All() =>
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Talentys.*.dll")
            .Select(file => System.Reflection.Assembly.Load(Path.GetFileNameWithoutExtension(file)))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IStorageMapping)))
            .Where(type => type.Assembly != typeof(DesignTimeMappings).Assembly)
            .Select(type => (IStorageMapping)Activator.CreateInstance(type, nonPublic: true)!),
    ];
}
