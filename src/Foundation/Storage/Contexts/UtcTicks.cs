using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Talentys.Storage.Contexts;

/// <summary>An instant as its UTC ticks (100 ns since year 1): SQLite refuses DateTimeOffset in WHERE and ORDER BY, and PostgreSQL would round it to 1 µs.</summary>
internal sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
    instant => instant.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
