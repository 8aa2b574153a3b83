using System.Globalization;
using Talentys.Contracts;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>Types that a statement itself gives to its parameters, <c>$1::int4[]</c>, <c>CAST($1 AS date)</c>: as PostgreSQL takes them.</summary>
internal static class ParameterCasts
{
    /// <summary>The types by the parameters' numbers.</summary>
    public static Dictionary<int, PgType> Of(string sql, IReadOnlyList<SqlToken> tokens)
    {
        var types = new Dictionary<int, PgType>();
        var input = new DialectInput(sql, tokens, null!);
        for (var index = 0; index + 3 < tokens.Count; index++)
        {
            if (!input.IsSymbol(index, '$') || !input.Touches(index) || !int.TryParse(tokens[index + 1].In(sql), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            var isCast = input.IsName(index - 2, "cast") && input.IsSymbol(index - 1, '(') && input.IsName(index + 2, "as");
            var at = isCast ? index + 3 : input.IsSymbol(index + 2, ':') && input.IsSymbol(index + 3, ':') ? index + 4 : tokens.Count;
            if (Read(input, at) is { } type)
            {
                types.TryAdd(number, type);
            }
        }

        return types;
    }

    private static PgType? Read(DialectInput input, int at)
    {
        at += input.IsName(at, "pg_catalog") && input.IsSymbol(at + 1, '.') ? 2 : 0;
        if (!input.IsAnyName(at) || PgType.Named(input.Tokens[at].In(input.Sql).Trim('"').ToString()) is not { } type)
        {
            return null;
        }

        at++;
        if (input.IsName(at, "precision") || input.IsName(at, "varying"))
        {
            at++;
        }

        if (input.IsSymbol(at, '('))
        {
            while (at < input.Count && !input.IsSymbol(at, ')'))
            {
                at++;
            }

            at++;
        }

        if ((input.IsName(at, "with") || input.IsName(at, "without")) && input.IsName(at + 1, "time") && input.IsName(at + 2, "zone"))
        {
            type = input.IsName(at, "without") ? type : type == PgType.Timestamp ? PgType.TimestampTz : type == PgType.Time ? PgType.TimeTz : type;
            at += 3;
        }

        if (!input.IsSymbol(at, '['))
        {
            return type;
        }

        // one dimension; of any other the engine must tell
        at += input.IsSymbol(at + 1, ']') ? 2 : 3;
        return input.IsSymbol(at, '[') ? null : type.OfArray;
    }
}
