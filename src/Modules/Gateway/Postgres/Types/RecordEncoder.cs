using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>record</c>: rows whose fields have no names, <c>(1,"a b",)</c>.</summary>
internal sealed class RecordEncoder(StructType row, TimeZoneInfo zone) : ColumnEncoder<StructArray>
{
    private static readonly QuotedText Texts = new("(),\"\\ \t\n\r\v\f"u8, doubled: true, word: "");
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
                Texts.Quote(to, at);
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
}
