using System.Text;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Statements;

/// <summary>Gives one value to one parameter of a prepared statement.</summary>
internal static unsafe class ParameterBinder
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static void Bind(nint prepared, ulong index, string name, object? value)
    {
        var state = value switch
        {
            null or DBNull => DuckNative.BindNull(prepared, index),
            bool truth => DuckNative.BindBoolean(prepared, index, truth),
            long number => DuckNative.BindInt64(prepared, index, number),
            sbyte or byte or short or ushort or int or uint => DuckNative.BindInt64(prepared, index, Convert.ToInt64(value, null)),
            ulong number => DuckNative.BindUInt64(prepared, index, number),
            double number => DuckNative.BindDouble(prepared, index, number),
            float number => DuckNative.BindDouble(prepared, index, number),
            decimal number => DuckNative.BindDecimal(prepared, index, Decimal(number)),
            string text => BindText(prepared, index, text),
            char letter => BindText(prepared, index, letter.ToString()),
            Guid id => BindText(prepared, index, id.ToString()),
            DateOnly date => DuckNative.BindDate(prepared, index, date.DayNumber - EpochDay),
            TimeOnly time => DuckNative.BindTime(prepared, index, time.Ticks / TimeSpan.TicksPerMicrosecond),
            DateTimeOffset moment => DuckNative.BindTimestampTz(prepared, index, Micros(moment.UtcDateTime)),
            DateTime { Kind: DateTimeKind.Unspecified } moment => DuckNative.BindTimestamp(prepared, index, Micros(moment)),
            DateTime moment => DuckNative.BindTimestampTz(prepared, index, Micros(moment.ToUniversalTime())),
            byte[] data => BindBlob(prepared, index, data),
            _ => throw EngineFaults.Wrong($"A parameter cannot be a {value.GetType().Name}."),
        };
        if (state != DuckNative.Success)
        {
            throw EngineFaults.Wrong($"The value of parameter ${name} could not be bound.");
        }
    }

    private static long Micros(DateTime moment) => (moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static DuckDecimal Decimal(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var value = (Int128)(uint)bits[0] | ((Int128)(uint)bits[1] << 32) | ((Int128)(uint)bits[2] << 64);
        value = number < 0 ? -value : value;

        // 29 digits hold every decimal
        return new DuckDecimal { Width = 29, Scale = number.Scale, Lower = (ulong)value, Upper = (long)(value >> 64) };
    }

    private static int BindText(nint prepared, ulong index, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* data = bytes)
        {
            byte none = 0;
            return DuckNative.BindText(prepared, index, data is null ? &none : data, (ulong)bytes.Length);
        }
    }

    private static int BindBlob(nint prepared, ulong index, byte[] bytes)
    {
        fixed (byte* data = bytes)
        {
            byte none = 0;
            return DuckNative.BindBlob(prepared, index, data is null ? &none : data, (ulong)bytes.Length);
        }
    }
}
