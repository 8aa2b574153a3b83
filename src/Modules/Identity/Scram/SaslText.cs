using System.Globalization;
using System.Text;

namespace Talentys.Identity.Scram;

/// <summary>Passwords as clients prepare them (SASLprep, RFC 4013): what cannot be prepared is used as it is, as PostgreSQL does.</summary>
internal static class SaslText
{
    /// <summary>The bytes that the client hashes.</summary>
    public static byte[] Prepare(string password)
    {
        if (Ascii.IsValid(password))
        {
            return Encoding.UTF8.GetBytes(password);
        }

        var text = new StringBuilder(password.Length);
        foreach (var letter in password)
        {
            if (!IsDropped(letter))
            {
                text.Append(CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.SpaceSeparator ? ' ' : letter);
            }
        }

        try
        {
            var prepared = text.ToString().Normalize(NormalizationForm.FormKC);
            return Encoding.UTF8.GetBytes(prepared.Any(char.IsControl) ? password : prepared);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetBytes(password); // not valid Unicode
        }
    }

    // RFC 3454, table B.1: commonly mapped to nothing
    private static bool IsDropped(char letter) => letter is '\u00AD' or '\u034F' or '\u1806' or '\u2060' or '\uFEFF'
        or (>= '\u180B' and <= '\u180D') or (>= '\u200B' and <= '\u200D') or (>= '\uFE00' and <= '\uFE0F');
}
