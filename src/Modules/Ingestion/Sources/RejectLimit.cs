using System.Globalization;

namespace Talentys.Ingestion.Sources;

/// <summary>How many records may be rejected before nothing is published: a count, or a share of all records.</summary>
internal readonly record struct RejectLimit(double Value, bool Share)
{
    public static RejectLimit Default => new(0.01, true);

    public static RejectLimit? Parse(string text)
    {
        var share = text.EndsWith('%');
        return double.TryParse(share ? text[..^1].Trim() : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value >= 0 && (share ? value <= 100 : value == Math.Floor(value))
                ? new RejectLimit(share ? value / 100 : value, share)
                : null;
    }

    public bool Exceeded(long rejected, long accepted) => rejected > 0 && rejected > (Share ? Value * (rejected + accepted) : Value);

    public override string ToString() => Share
        ? (Value * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%"
        : Value.ToString("0", CultureInfo.InvariantCulture);
}
