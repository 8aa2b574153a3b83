namespace Talentys.Ingestion.Csv;

/// <summary>What a text may be read as. A column keeps those that all its values allow.</summary>
[Flags]
internal enum Shapes
{
    None = 0,
    Boolean = 1,
    Integer = 2,
    Decimal = 4,
    Double = 8,
    Date = 16,
    Timestamp = 32,
    TimestampTz = 64,
    Time = 128,

    /// <summary>Day, month, year, with or without a time of day.</summary>
    DayFirst = 256,
    MonthFirst = 512,

    /// <summary>A decimal number whose mark is a comma.</summary>
    Comma = 1024,
    All = 2047,
}
