namespace Talentys.Lake.Writing;

/// <summary>Days since 1970-01-01 in the proleptic Gregorian calendar for any year; .NET's dates end at 9999, the engine's do not.</summary>
internal static class CivilDays
{
    private const int DaysPerEra = 146097;

    /// <summary>The day number. Source: Howard Hinnant, "chrono-compatible low-level date algorithms".</summary>
    /// <param name="year">Astronomical year: 0 is 1 BC.</param>
    /// <param name="month">1 to 12.</param>
    /// <param name="day">1 to 31.</param>
    public static long Of(long year, int month, int day)
    {
        var shifted = month <= 2 ? year - 1 : year;
        var era = (shifted >= 0 ? shifted : shifted - 399) / 400;
        var yearOfEra = shifted - (era * 400);
        var dayOfYear = ((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5 + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - 719468;
    }
}
