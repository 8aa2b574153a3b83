using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Reads values in PostgreSQL's binary form, into what the engine casts to the type.</summary>
internal static class BinaryParameter
{
    private const long DaysTo2000 = 10_957;

    /// <exception cref="InvalidDataException">The bytes are not a value of the type.</exception>
    /// <exception cref="PgException"><c>0A000</c>: the type has no binary form here.</exception>
    public static object Read(PgType type, ReadOnlySpan<byte> bytes)
    {
        if (PgType.ElementOf(type.Oid) is { } element)
        {
            return Array(element, bytes);
        }

        if (type.Size > 0 && type != PgType.NameType && bytes.Length != type.Size)
        {
            throw new InvalidDataException("wrong length");
        }

        return type.Oid switch
        {
            16 => bytes[0] != 0,
            17 => bytes.ToArray(),
            20 => BinaryPrimitives.ReadInt64BigEndian(bytes),
            21 => (long)BinaryPrimitives.ReadInt16BigEndian(bytes),
            23 => (long)BinaryPrimitives.ReadInt32BigEndian(bytes),
            26 => (long)BinaryPrimitives.ReadUInt32BigEndian(bytes),
            700 => (double)BinaryPrimitives.ReadSingleBigEndian(bytes),
            701 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
            18 or 19 or 25 or 114 or 705 or 1042 or 1043 => BodyReader.Text(bytes),
            1082 => Date(BinaryPrimitives.ReadInt32BigEndian(bytes)),
            1083 => Time(BinaryPrimitives.ReadInt64BigEndian(bytes)),
            1114 => Timestamp(BinaryPrimitives.ReadInt64BigEndian(bytes), null),
            1184 => Timestamp(BinaryPrimitives.ReadInt64BigEndian(bytes), TimeZoneInfo.Utc),
            1186 => Interval(bytes),
            1266 => TimeTz(bytes),
            1560 or 1562 => Bits(bytes),
            1700 => Numeric(bytes),
            2950 => new Guid(bytes, bigEndian: true).ToString(),
            3802 => bytes.Length > 0 && bytes[0] == 1 ? BodyReader.Text(bytes[1..]) : throw new InvalidDataException("unknown version"),
            _ => throw new PgException("0A000", $"The type {type.Name} has no binary form here.", "Send it as text."),
        };
    }

    private static string Date(int days) => days switch
    {
        int.MaxValue => "infinity",
        int.MinValue => "-infinity",
        _ => Written(to => CalendarText.EndForEngine(to, CalendarText.Date(to, days + DaysTo2000))),
    };

    private static string Time(long micros) => micros is >= 0 and <= CalendarText.MicrosecondsPerDay
        ? Written(to => CalendarText.Time(to, micros))
        : throw new InvalidDataException("not a time of day");

    private static string Timestamp(long micros, TimeZoneInfo? zone) => micros switch
    {
        long.MaxValue => "infinity",
        long.MinValue => "-infinity",
        _ => Written(to => CalendarText.Timestamp(to, micros + DaysTo2000 * CalendarText.MicrosecondsPerDay, zone, forEngine: true)),
    };

    private static string Interval(ReadOnlySpan<byte> bytes)
    {
        var micros = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{BinaryPrimitives.ReadInt32BigEndian(bytes[12..])} months {BinaryPrimitives.ReadInt32BigEndian(bytes[8..])} days {micros} microseconds");
    }

    private static string TimeTz(ReadOnlySpan<byte> bytes)
    {
        var micros = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var offset = TimeSpan.FromSeconds(-BinaryPrimitives.ReadInt32BigEndian(bytes[8..])); // counted to the west
        return Written(to =>
        {
            CalendarText.Time(to, micros);
            CalendarText.Offset(to, offset);
        });
    }

    private static string Bits(ReadOnlySpan<byte> bytes)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (count < 0 || bytes.Length != 4 + (count + 7L) / 8)
        {
            throw new InvalidDataException("not a string of bits");
        }

        var text = new StringBuilder(count);
        for (var at = 0; at < count; at++)
        {
            text.Append((char)('0' + (bytes[4 + at / 8] >> (7 - at % 8) & 1)));
        }

        return text.ToString();
    }

    private static string Numeric(ReadOnlySpan<byte> bytes)
    {
        var count = BinaryPrimitives.ReadInt16BigEndian(bytes);
        var weight = BinaryPrimitives.ReadInt16BigEndian(bytes[2..]);
        var sign = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        int scale = BinaryPrimitives.ReadInt16BigEndian(bytes[6..]);
        if (sign is 0xC000 or 0xD000 or 0xF000)
        {
            return sign switch { 0xC000 => "NaN", 0xD000 => "Infinity", _ => "-Infinity" };
        }

        if (count < 0 || bytes.Length != 8 + 2 * count || sign is not (0 or 0x4000) || scale is < 0 or > 16_383)
        {
            throw new InvalidDataException("not a numeric");
        }

        var text = new StringBuilder(sign == 0 ? "" : "-");
        text.Append(weight < 0 ? "0" : Group(bytes, count, 0).ToString(CultureInfo.InvariantCulture));
        for (var group = 1; group <= weight; group++)
        {
            text.Append(Group(bytes, count, group).ToString("0000", CultureInfo.InvariantCulture));
        }

        if (scale > 0)
        {
            var fraction = new StringBuilder();
            for (var group = weight + 1; fraction.Length < scale; group++) // groups before the first are zeros
            {
                fraction.Append(Group(bytes, count, group).ToString("0000", CultureInfo.InvariantCulture));
            }

            text.Append('.').Append(fraction, 0, scale);
        }

        return text.ToString();
    }

    private static int Group(ReadOnlySpan<byte> bytes, int count, int group) =>
        group >= 0 && group < count ? BinaryPrimitives.ReadInt16BigEndian(bytes[(8 + 2 * group)..]) : 0;

    private static string Array(PgType element, ReadOnlySpan<byte> bytes)
    {
        var dimensions = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (dimensions == 0)
        {
            return "[]";
        }

        if (dimensions != 1)
        {
            throw new PgException("0A000", "Arrays of several dimensions are not taken.", "Send an array of one dimension.");
        }

        var reader = new BodyReader(bytes[12..]);
        var count = reader.Int32();
        reader.Int32();
        if (count < 0 || count > bytes.Length / 4)
        {
            throw new InvalidDataException("not an array");
        }

        var values = new List<string?>(count);
        for (var index = 0; index < count; index++)
        {
            values.Add(reader.Value() is { } value ? Convert.ToString(Read(element, value), CultureInfo.InvariantCulture) : null);
        }

        return ArrayText.ToEngine(values, element);
    }

    private static string Written(Action<OutBuffer> write)
    {
        var buffer = new OutBuffer();
        write(buffer);
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }
}
