using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>text</c>, and <c>json</c> that is text already.</summary>
internal sealed class TextEncoder : ColumnEncoder<StringArray>
{
    public override void Text(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));

    public override void Binary(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));
}
