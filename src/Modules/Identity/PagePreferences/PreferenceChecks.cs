using System.Text.RegularExpressions;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Identity.PagePreferences;

/// <summary>What preferences may say.</summary>
internal static partial class PreferenceChecks
{
    private static readonly string[] Themes = ["light", "dark", "system"];
    private static readonly string[] Languages = ["", "en", "fr"];
    private static readonly string[] Densities = ["comfortable", "compact"];

    /// <summary>Every fault.</summary>
    internal static IEnumerable<Fault> Of(Preferences asked)
    {
        if (!Themes.Contains(asked.Theme))
        {
            yield return Unknown("theme", "There is no such theme.", "Use light, dark or system.");
        }

        if (!Languages.Contains(asked.Language))
        {
            yield return Unknown("language", "The page does not speak this language.", "Use en or fr, or leave it empty for the browser's.");
        }

        if (!Densities.Contains(asked.Density))
        {
            yield return Unknown("density", "There is no such density.", "Use comfortable or compact.");
        }

        if (asked.TimeZone.Length > 0 && !(TimeZoneInfo.TryFindSystemTimeZoneById(asked.TimeZone, out var zone) && zone.HasIanaId))
        {
            yield return Unknown(
                "timeZone", "There is no such time zone.", "Use an IANA name such as Europe/Paris, or leave it empty for the browser's.");
        }

        if (asked.Numbers.Length > 0 && !LanguageTag().IsMatch(asked.Numbers))
        {
            yield return Unknown(
                "numbers", "This is not the tag of a language.", "Use one such as en, fr or de-CH, or leave it empty for the language's own.");
        }
    }

    private static Fault Unknown(string field, string message, string mend) =>
        Fault.Invalid("identity.preference_unknown", message, field, mend);

    // a language, perhaps a script, perhaps a region (BCP 47)
    [GeneratedRegex("^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
