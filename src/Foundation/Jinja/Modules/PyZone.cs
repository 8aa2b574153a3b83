using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary>A time zone: of <c>pytz</c>, or a fixed distance from UTC.</summary>
internal sealed class PyZone : IJinjaObject, IJinjaText
{
    private readonly TimeZoneInfo zone;
    private readonly string name;

    private PyZone(TimeZoneInfo zone, string name) => (this.zone, this.name) = (zone, name);

    public static PyZone Utc { get; } = new(TimeZoneInfo.Utc, "UTC");

    public string TypeName => "tzinfo";

    public bool IsUtc => ReferenceEquals(zone, TimeZoneInfo.Utc);

    public static PyZone Named(string name) =>
        string.Equals(name, "UTC", StringComparison.OrdinalIgnoreCase) ? Utc
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? new PyZone(zone, zone.Id)
        : throw new JinjaException("UnknownTimeZoneError", Texts.Repr(name));

    public static PyZone Fixed(TimeSpan offset, string? name = null)
    {
        if (offset == TimeSpan.Zero)
        {
            return Utc;
        }

        var shown = name ?? "UTC" + TimeFormat.Offset(offset, ":");
        return new PyZone(TimeZoneInfo.CreateCustomTimeZone(shown, offset, shown, shown), shown);
    }

    /// <summary>The distance from UTC at a local time.</summary>
    public TimeSpan OffsetAt(DateTime local) => zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));

    public TimeSpan OffsetAtUtc(DateTime utc) => zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    public bool TryGet(string attribute, out object? value)
    {
        value = attribute switch
        {
            "zone" => name,
            "localize" => new JinjaFunction(attribute, arguments => arguments.Bind(attribute, "dt", "is_dst?")[0] is PyDateTime { Zone: null } time
                ? time.In(this, OffsetAt(time.Value)) : throw Faults.Value("Not naive datetime (tzinfo is already set)")),
            "normalize" => new JinjaFunction(attribute, arguments => arguments.Bind(attribute, "dt")[0] is PyDateTime time ? time.To(this) : throw Faults.Type("normalize() needs a datetime")),
            "utcoffset" => new JinjaFunction(attribute, arguments => arguments.Bind(attribute, "dt")[0] is PyDateTime time ? new PyTimeDelta(OffsetAt(time.Value).Ticks / 10) : null),
            "tzname" => new JinjaFunction(attribute, arguments => arguments.Bind(attribute, "dt")[0] is PyDateTime time ? NameAt(time.Value) : name),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public string NameAt(DateTime local) => IsUtc ? "UTC" : Short(zone.IsDaylightSavingTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)) ? zone.DaylightName : zone.StandardName);

    /// <summary>.NET knows the long names alone: the short one of <c>Central European Summer Time</c> is made of its capitals.</summary>
    private static string Short(string name) => name.Contains(' ', StringComparison.Ordinal) ? string.Concat(name.Where(char.IsAsciiLetterUpper)) : name;

    public string Text(bool isRepr) => isRepr ? IsUtc ? "<UTC>" : $"<DstTzInfo '{name}'>" : name;
}
