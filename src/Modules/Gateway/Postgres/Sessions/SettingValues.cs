using System.Globalization;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>Values of settings: which are taken, and what they are.</summary>
internal static class SettingValues
{
    private const int Longest = 1000;

    private static readonly string[] Levels = ["serializable", "repeatable read", "read committed", "read uncommitted"];

    /// <summary>The value as it is kept; null for one that is refused.</summary>
    public static string? Read(string name, string value) => value.Length > Longest ? null : name.ToLowerInvariant() switch
    {
        "client_encoding" => value.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) is "UTF8" or "UNICODE" or "SQL_ASCII" ? "UTF8" : null,
        "datestyle" => value.StartsWith("ISO", StringComparison.OrdinalIgnoreCase) ? "ISO, MDY" : null,
        "intervalstyle" => value.Equals("postgres", StringComparison.OrdinalIgnoreCase) ? "postgres" : null,
        "standard_conforming_strings" => IsOn(value) ? "on" : null,
        "bytea_output" => value.Equals("hex", StringComparison.OrdinalIgnoreCase) ? "hex" : null,
        "timezone" => Zone(value) is null ? null : value,
        "transaction_read_only" or "default_transaction_read_only" or "transaction_deferrable" or "default_transaction_deferrable" => OfTruth(IsOn(value)),
        "transaction_isolation" or "default_transaction_isolation" => Levels.FirstOrDefault(level => level.Equals(value, StringComparison.OrdinalIgnoreCase)),
        "statement_timeout" or "idle_in_transaction_session_timeout" => Milliseconds(value) is { } time ? Shown(time) : null,
        _ => value,
    };

    /// <summary>What to write instead.</summary>
    public static string? Mend(string name) => name.ToLowerInvariant() switch
    {
        "client_encoding" => "Use UTF8.",
        "datestyle" => "Use ISO.",
        "intervalstyle" => "Use postgres.",
        "bytea_output" => "Use hex.",
        "transaction_isolation" or "default_transaction_isolation" => $"There are {string.Join(", ", Levels)}.",
        "timezone" => "Use a name of the tz database, such as Europe/Zurich, or UTC.",
        "statement_timeout" or "idle_in_transaction_session_timeout" => "Write milliseconds, or a number with ms, s, min or h.",
        _ => null,
    };

    /// <summary>A zone by its name or offset in hours; null when it is not known.</summary>
    public static TimeZoneInfo? Zone(string name)
    {
        if (name.ToUpperInvariant() is "UTC" or "GMT" or "Z" or "ETC/UTC" or "ETC/GMT" or "UCT" or "ZULU")
        {
            return TimeZoneInfo.Utc;
        }

        if (double.TryParse(name, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && Math.Abs(hours) <= 14)
        {
            return TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromMinutes(Math.Round(hours * 60)), name, name);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    /// <summary>A time, in milliseconds where it has no unit; null when it is none.</summary>
    public static double? Milliseconds(string value)
    {
        var text = value.Trim();
        var unit = text.Length;
        while (unit > 0 && char.IsAsciiLetter(text[unit - 1]))
        {
            unit--;
        }

        double? factor = text[unit..].ToLowerInvariant() switch
        {
            "" or "ms" => 1,
            "us" => 0.001,
            "s" => 1000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => null,
        };
        return factor is { } one && double.TryParse(text.AsSpan(0, unit).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * one < int.MaxValue
            ? number * one
            : null;
    }

    /// <summary>A time in the largest unit of which it is a whole number, as PostgreSQL shows it.</summary>
    private static string Shown(double milliseconds)
    {
        var time = (long)Math.Round(milliseconds);
        var (factor, unit) = time == 0 ? (1L, "") : new (long Factor, string Unit)[] { (86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1000, "s"), (1, "ms") }
            .First(one => time % one.Factor == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{time / factor}{unit}");
    }

    /// <summary>On or off.</summary>
    public static string OfTruth(bool on) => on ? "on" : "off";

    /// <summary>Whether a value means on.</summary>
    public static bool IsOn(string value) => value.ToLowerInvariant() is "on" or "true" or "yes" or "1";
}
