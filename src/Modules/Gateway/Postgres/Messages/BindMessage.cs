namespace Talentys.Gateway.Postgres.Messages;

/// <summary>Values for a prepared statement, and the forms in which they come and its rows shall go.</summary>
internal sealed record BindMessage(string Portal, string Statement, IReadOnlyList<int> Formats, IReadOnlyList<byte[]?> Values, IReadOnlyList<int> Wanted)
{
    public static BindMessage Read(ClientMessage message)
    {
        var body = message.Read();
        var (portal, statement) = (body.CString(), body.CString());
        var formats = Codes(ref body);
        var values = new byte[]?[body.Count(4)];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = body.Value();
        }

        var wanted = Codes(ref body);
        body.End();
        return formats.Length > 1 && formats.Length != values.Length
            ? throw new Errors.PgException("08P01", $"bind message has {formats.Length} parameter formats but {values.Length} parameters")
            : new BindMessage(portal, statement, formats, values, wanted);
    }

    public bool IsBinary(int parameter) => At(Formats, parameter);

    public bool WantsBinary(int column) => At(Wanted, column);

    // none: text; one: for all
    private static bool At(IReadOnlyList<int> codes, int index) =>
        codes.Count == 1 ? codes[0] == 1 : index < codes.Count && codes[index] == 1;

    private static int[] Codes(ref BodyReader body)
    {
        var codes = new int[body.Count(2)];
        for (var index = 0; index < codes.Length; index++)
        {
            codes[index] = body.Int16();
            if (codes[index] is not (0 or 1))
            {
                throw new Errors.PgException("22023", $"unsupported format code: {codes[index]}");
            }
        }

        return codes;
    }
}
