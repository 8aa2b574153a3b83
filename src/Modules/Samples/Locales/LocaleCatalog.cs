using System.Collections.Concurrent;
using System.Text.Json;

namespace Talentys.Samples.Locales;

/// <summary>The locales of the sample, one embedded file each (<c>Locales/Data</c>), read when first asked for.</summary>
internal static class LocaleCatalog
{
    private static readonly ConcurrentDictionary<string, Locale> Read = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } =
        ["en", "fr", "es", "pt", "zh", "ja", "ru", "ar", "de", "ko", "hi", "id", "tr", "vi", "it", "nl", "pl", "sv"];

    public static Locale Get(string name) => Read.GetOrAdd(name, static name =>
    {
        using var file = typeof(LocaleCatalog).Assembly.GetManifestResourceStream($"locale.{name}.json")
            ?? throw new InvalidOperationException($"No data for locale {name}.");
        return new Locale(name, JsonSerializer.Deserialize<LocaleData>(file, JsonSerializerOptions.Web)!);
    });
}
