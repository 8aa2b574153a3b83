using System.Globalization;
using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>uuid</c>, which comes as text.</summary>
internal sealed class UuidEncoder : ColumnEncoder<StringArray>
{
    public override void Text(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));

    public override void Binary(OutBuffer to, int row) =>
        Guid.Parse(Values.GetString(row), CultureInfo.InvariantCulture).TryWriteBytes(to.Take(16), bigEndian: true, out _);
}
