namespace Talentys.Samples.Company;

/// <summary>How much is bought on a date, around 1. Follows the real calendar: Christmas is at Christmas.</summary>
internal static class Season
{
    private static readonly double[] StoreWeek = [0.80, 0.85, 0.90, 0.95, 1.15, 1.60, 0.55];
    private static readonly double[] WebWeek = [1.05, 1.00, 1.00, 1.00, 0.90, 0.85, 1.30];
    private static readonly double[] Month = [0.95, 0.85, 0.92, 0.98, 1.02, 0.95, 0.82, 0.75, 1.02, 1.05, 1.15, 1.35];

    public static double Store(DateOnly date) =>
        StoreWeek[date.DayNumber % 7] * Month[date.Month - 1] * Feast(date) * (IsHoliday(date) ? 0.1 : 1);

    public static double Web(DateOnly date) => WebWeek[date.DayNumber % 7] * Month[date.Month - 1] * Feast(date);

    /// <summary>Growth of the company: a quarter a year.</summary>
    public static double Growth(int day) => 1 + (0.25 * day / 365);

    private static bool IsHoliday(DateOnly date) => (date.Month, date.Day) is (12, 25) or (1, 1) or (5, 1);

    private static double Feast(DateOnly date) => (date.Month, date.Day) switch
    {
        (11, >= 22 and <= 29) => 1.5,
        (12, <= 22) => 1.35,
        (12, >= 26) => 0.7,
        (5, >= 18 and <= 26) => 1.15,
        _ => 1,
    };
}
