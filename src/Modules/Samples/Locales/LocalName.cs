using System.Globalization;
using System.Text;

namespace Talentys.Samples.Locales;

/// <summary>A name in the script of its locale, and in plain Latin letters for addresses of mail.</summary>
internal sealed record LocalName(string Native, string Latin)
{
    private static readonly Dictionary<char, string> Special = new()
    {
        ['ł'] = "l",
        ['Ł'] = "L",
        ['đ'] = "d",
        ['Đ'] = "D",
        ['ı'] = "i",
        ['ß'] = "ss",
        ['ø'] = "o",
        ['æ'] = "ae",
    };

    /// <summary>Reads <c>native|latin</c>; without a bar the diacritics are taken off.</summary>
    public static LocalName Parse(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        var native = bar < 0 ? text : text[..bar];
        var latin = new StringBuilder();
        foreach (var c in (bar < 0 ? text : text[(bar + 1)..]).Normalize(NormalizationForm.FormD))
        {
            if (Special.TryGetValue(c, out var plain))
            {
                latin.Append(plain);
            }
            else if (char.IsAsciiLetter(c))
            {
                latin.Append(c);
            }
        }

        return new LocalName(native, latin.ToString().ToLower(CultureInfo.InvariantCulture));
    }
}
