namespace Talentys.Samples.Company;

/// <summary>
/// The days of the sample. They begin on a Monday, 104 weeks before the week of yesterday, so that the company moves on by
/// whole weeks and the next day of the same week only adds a day to what was there.
/// </summary>
internal sealed class Timeline
{
    /// <summary>Days until the end of the last week, which yesterday may not have reached: the base of all shares.</summary>
    public const int FullDays = 105 * 7;

    public Timeline(DateOnly today)
    {
        LastDay = today.AddDays(-1);
        // Day number 0, 1 January of year 1, is a Monday.
        Start = DateOnly.FromDayNumber(LastDay.DayNumber - (LastDay.DayNumber % 7) - (104 * 7));
        Days = LastDay.DayNumber - Start.DayNumber + 1;
    }

    public DateOnly Start { get; }

    public DateOnly LastDay { get; }

    public int Days { get; }

    public DateOnly Date(int day) => Start.AddDays(day);
}
