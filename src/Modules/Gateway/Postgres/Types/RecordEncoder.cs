using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>record</c>: rows whose fields have no names, <c>(1,"a b",)</c>.</summary>
internal sealed class RecordEncoder(StructType row, TimeZoneInfo zone) : ColumnEncoder<StructArray>
{
    private static readonly System.Buffers.SearchValues<byte> Special = System.Buffers.SearchValues.Create("(),\"\\ \t\n\r\v\f"u8);
    private readonly ColumnEncoder[] fields = [.. row.Fields.Select(field => For(field, zone))];
    private readonly int[] types = [.. row.Fields.Select(field => PgColumn.TypeOf(field).Oid)];

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        for (var index = 0; index < fields.Length; index++)
        {
            fields[index].Load(Values.Fields[index]);
        }
    }

    public override void Text(OutBuffer to, int row)
    {
        to.Byte((byte)'(');
        for (var index = 0; index < fields.Length; index++)
        {
            if (index > 0)
            {
                to.Byte((byte)',');
            }

            if (!fields[index].IsNull(row))
            {
                var at = to.Length;
                fields[index].Text(to, row);
                Quote(to, at);
            }
        }

        to.Byte((byte)')');
    }

    /// <summary>The number of fields; of each its type, and its value with its length.</summary>
    public override void Binary(OutBuffer to, int row)
    {
        to.Int32(fields.Length);
        for (var index = 0; index < fields.Length; index++)
        {
            to.Int32(types[index]);
            if (fields[index].IsNull(row))
            {
                to.Int32(-1);
                continue;
            }

            var at = to.Length;
            to.Int32(0);
            fields[index].Binary(to, row);
            to.PutLength(at, to.Length - at - 4);
        }
    }

    // quotes and backslashes are doubled; a value of nothing is quoted, for null is nothing
    private static void Quote(OutBuffer to, int start)
    {
        var text = to.From(start);
        if (!text.IsEmpty && text.IndexOfAny(Special) < 0)
        {
            return;
        }

        var plain = text.ToArray();
        to.Cut(start);
        to.Byte((byte)'"');
        foreach (var letter in plain)
        {
            if (letter is (byte)'"' or (byte)'\\')
            {
                to.Byte(letter);
            }

            to.Byte(letter);
        }

        to.Byte((byte)'"');
    }
}
