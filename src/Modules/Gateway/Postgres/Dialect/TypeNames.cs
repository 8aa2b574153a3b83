using Talentys.Gateway.Postgres.Types;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>Names of types behind <c>::</c> and in CAST that the engine does not have.</summary>
internal sealed class TypeNames : IDialectRule
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "VARCHAR",
        ["bpchar"] = "VARCHAR",
        ["citext"] = "VARCHAR",
        ["unknown"] = "VARCHAR",
        ["cstring"] = "VARCHAR",
        ["jsonb"] = "JSON",
        ["money"] = "DECIMAL(19, 2)",
        ["oid"] = "UINTEGER",
        ["xid"] = "UINTEGER",
        ["cid"] = "UINTEGER",
        ["int2vector"] = "SMALLINT[]",
        ["oidvector"] = "UINTEGER[]",
        ["aclitem"] = "VARCHAR",
        ["pg_node_tree"] = "VARCHAR",
        ["anyarray"] = "VARCHAR",
        ["inet"] = "VARCHAR",
        ["cidr"] = "VARCHAR",
        ["xml"] = "VARCHAR",
        ["sql_identifier"] = "VARCHAR",
        ["character_data"] = "VARCHAR",
        ["yes_or_no"] = "VARCHAR",
        ["cardinal_number"] = "INTEGER",
    };

    static TypeNames()
    {
        foreach (var type in PgType.All.Where(type => type.Array != 0 && type != PgType.Record))
        {
            Names[$"_{type.Name}"] = $"{type.Engine}[]"; // as its catalog calls the type of arrays
        }
    }

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 1; index < input.Count; index++)
        {
            if (!input.IsAnyName(index) || done[index])
            {
                continue;
            }

            var prefixed = input.IsSymbol(index - 1, '.') && done[index - 1];
            var before = prefixed ? index - 2 : index;
            var name = input.Tokens[index].In(input.Sql).Trim('"').ToString();
            if (Names.TryGetValue(name, out var engine)
                && (input.AfterCast(before) || (input.IsName(before - 1, "as") && InCast(input, before - 1))))
            {
                edits.Add(input.Replace(index, index, engine));
                done[index] = true;
            }
        }
    }

    // the AS of CAST(x AS type): its bracket opens behind CAST
    private static bool InCast(DialectInput input, int at)
    {
        var depth = 0;
        for (var index = at - 1; index >= 0; index--)
        {
            if (input.IsSymbol(index, ')'))
            {
                depth++;
            }
            else if (input.IsSymbol(index, '(') && depth-- == 0)
            {
                return input.IsName(index - 1, "cast") || input.IsName(index - 1, "try_cast");
            }
        }

        return false;
    }
}
