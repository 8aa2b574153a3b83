using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Writes rows of a result, each column as text or binary as the client asked.</summary>
internal sealed class RowEncoder
{
    private readonly ColumnEncoder[] columns;
    private readonly bool[] binary;

    public RowEncoder(Schema schema, Func<int, bool> binary, TimeZoneInfo zone)
    {
        columns = [.. schema.FieldsList.Select(field => ColumnEncoder.For(field, zone))];
        this.binary = [.. Enumerable.Range(0, columns.Length).Select(binary)];
    }

    public int Columns => columns.Length;

    /// <summary>Takes the next rows.</summary>
    public void Load(RecordBatch batch)
    {
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column].Load(batch.Column(column));
        }
    }

    /// <summary>Writes a row as a message <c>DataRow</c>.</summary>
    public void Write(OutBuffer to, int row)
    {
        to.Begin('D');
        Values(to, row);
        to.End();
    }

    /// <summary>Writes the number of values of a row, and each with its length.</summary>
    public void Values(OutBuffer to, int row)
    {
        to.Int16(columns.Length);
        for (var column = 0; column < columns.Length; column++)
        {
            var encoder = columns[column];
            if (encoder.IsNull(row))
            {
                to.Int32(-1);
                continue;
            }

            var at = to.Length;
            to.Int32(0);
            if (binary[column])
            {
                encoder.Binary(to, row);
            }
            else
            {
                encoder.Text(to, row);
            }

            to.PutLength(at, to.Length - at - 4);
        }
    }

    public bool IsNull(int column, int row) => columns[column].IsNull(row);

    /// <summary>Writes the text of one value.</summary>
    public void Text(OutBuffer to, int column, int row) => columns[column].Text(to, row);
}
