using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Talentys.Ui.Texts;

/// <summary>
/// The texts of the page. The English text is the key; another language is a set of files <c>Texts/LANGUAGE/*.json</c> that
/// say the same in it. <c>x-mirror</c> is a language for tests: every text in brackets, read from right to left.
/// </summary>
public sealed class Words
{
    internal const string Mirror = "x-mirror";
    private Dictionary<string, string> texts = [];

    /// <summary>Languages that people may choose.</summary>
    public static IReadOnlyList<(string Code, string Name)> Languages { get; } = [("en", "English"), ("fr", "Français")];

    /// <summary>The language now.</summary>
    public string Language { get; private set; } = "en";

    /// <summary>Whether it is read from right to left.</summary>
    public bool RightToLeft => Language == Mirror;

    /// <summary>Raised when the language changed.</summary>
    public event Action? Changed;

    /// <summary>A text in the language.</summary>
    /// <param name="english">The text in English.</param>
    public string this[string english] => Language switch
    {
        "en" => english,
        Mirror => $"\u2067[{english}]\u2069",
        _ => texts.GetValueOrDefault(english, english),
    };

    /// <summary>A text with values in its places <c>{0}</c>, <c>{1}</c>.</summary>
    public string this[string english, params object?[] values] => string.Format(CultureInfo.CurrentCulture, this[english], values);

    /// <summary>A text that counts: <paramref name="one"/> for one, else <paramref name="many"/>; <c>{0}</c> is the count.</summary>
    public string Count(long count, string one, string many)
    {
        var single = Language == "fr" ? count is 0 or 1 : count == 1;
        return string.Format(CultureInfo.CurrentCulture, this[single ? one : many], count.ToString("N0", CultureInfo.CurrentCulture));
    }

    /// <summary>Takes a language; one that there is none of is English.</summary>
    public void Use(string language)
    {
        var next = language == Mirror || Languages.Any(known => known.Code == language) ? language : "en";
        if (next == Language)
        {
            return;
        }

        Language = next;
        texts = Load(next);
        Changed?.Invoke();
    }

    /// <summary>All texts of a language by their English text.</summary>
    internal static Dictionary<string, string> Load(string language)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith($"{language}.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            using var json = JsonDocument.Parse(reader.ReadToEnd());
            foreach (var text in json.RootElement.EnumerateObject())
            {
                all[text.Name] = text.Value.GetString()!;
            }
        }

        return all;
    }
}
