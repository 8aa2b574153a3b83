namespace Talentys.Gateway.Postgres.Types;

/// <summary>Floating numbers: the shortest digits that read back the same, in the form that PostgreSQL gives them.</summary>
internal static class FloatText
{
    /// <summary>Large numbers get an exponent, with a small e; .NET begins with that later.</summary>
    /// <param name="text">The text, with room behind it.</param>
    /// <param name="length">Its length.</param>
    /// <param name="mostDigits">Digits before the point that are written out.</param>
    /// <returns>The new length.</returns>
    public static int Scientific(Span<byte> text, int length, int mostDigits)
    {
        var exponent = text[..length].IndexOf((byte)'E');
        if (exponent > 0)
        {
            text[exponent] = (byte)'e';
            return length;
        }

        var sign = length > 0 && text[0] == '-' ? 1 : 0;
        var point = text[..length].IndexOf((byte)'.');
        var whole = (point < 0 ? length : point) - sign;
        if (whole <= mostDigits || !char.IsAsciiDigit((char)text[sign]))
        {
            return length;
        }

        Span<byte> digits = stackalloc byte[length];
        var count = 0;
        foreach (var letter in text[sign..length])
        {
            if (letter != '.')
            {
                digits[count++] = letter;
            }
        }

        while (count > 1 && digits[count - 1] == '0')
        {
            count--;
        }

        var at = sign;
        text[at++] = digits[0];
        if (count > 1)
        {
            text[at++] = (byte)'.';
            digits[1..count].CopyTo(text[at..]);
            at += count - 1;
        }

        text[at++] = (byte)'e';
        text[at++] = (byte)'+';
        text[at++] = (byte)('0' + (whole - 1) / 10);
        text[at++] = (byte)('0' + (whole - 1) % 10);
        return at;
    }
}
