namespace Talentys.Samples.People;

/// <summary>Account numbers with the check digits of ISO 13616 (MOD 97-10 of ISO 7064).</summary>
internal static class Iban
{
    /// <summary>Replaces characters 3 and 4 by the right check digits.</summary>
    public static string WithCheckDigits(string iban)
    {
        var check = 98 - Remainder(iban[..2] + "00" + iban[4..]);
        return string.Concat(iban.AsSpan(0, 2), check.ToString("00", System.Globalization.CultureInfo.InvariantCulture), iban.AsSpan(4));
    }

    public static bool IsValid(string iban) => iban.Length > 4 && Remainder(iban) == 1;

    private static int Remainder(string iban)
    {
        var remainder = 0;
        foreach (var c in iban.AsSpan(4))
        {
            Take(c, ref remainder);
        }

        foreach (var c in iban.AsSpan(0, 4))
        {
            Take(c, ref remainder);
        }

        return remainder;
    }

    private static void Take(char c, ref int remainder) =>
        remainder = (char.IsAsciiDigit(c) ? (remainder * 10) + (c - '0') : (remainder * 100) + (c - 'A' + 10)) % 97;
}
