using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>
/// <c>::regclass</c> and its kin. What names something, <c>'orders'::regclass</c>, becomes its identifier; what identifies something,
/// <c>c.oid::regclass</c>, becomes its name. Also <c>CAST(x AS regclass)</c>.
/// </summary>
internal sealed class CatalogTypes : IDialectRule
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["regclass"] = "regclass",
        ["regtype"] = "regtype",
        ["regproc"] = "regproc",
        ["regprocedure"] = "regproc",
        ["regnamespace"] = "regnamespace",
        ["regrole"] = "regrole",
        ["regoper"] = "regproc",
        ["regoperator"] = "regproc",
        ["regconfig"] = "regproc",
        ["regdictionary"] = "regproc",
    };

    private static readonly string[] Texts = ["text", "varchar", "name", "cstring", "bpchar"];
    private static readonly string[] Numbers = ["oid", "int", "int4", "int8", "integer", "bigint"];

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 2; index < input.Count; index++)
        {
            if (!input.IsAnyName(index) || done[index] || !Kinds.TryGetValue(input.NameOf(index), out var kind))
            {
                continue;
            }

            var first = input.IsSymbol(index - 1, '.') && input.IsName(index - 2, "pg_catalog") ? index - 2 : index;
            if (input.AfterCast(first) && input.IsSymbol(index + 1, '['))
            {
                edits.Add(input.Replace(index, index, "UINTEGER"));
                done[index] = true;
            }
            else if (input.AfterCast(first))
            {
                Cast(input, edits, done, kind, first, index);
            }
            else if (input.IsName(first - 1, "as") && input.IsSymbol(index + 1, ')') && Opening(input, index + 1) is var open and > 0 && input.IsName(open - 1, "cast"))
            {
                edits.Add(input.Replace(open - 1, open - 1, Names(input, open + 1) ? $"to_{kind}" : $"__{kind}"));
                edits.RemoveAll(edit => edit.Start >= input.Tokens[first].Start && edit.Start < input.Tokens[index].End);
                edits.Add(input.Replace(first - 1, index, ""));
                done[index] = true;
            }
        }
    }

    private static void Cast(DialectInput input, List<TextEdit> edits, bool[] done, string kind, int first, int last)
    {
        var start = input.Operand(first - 3);
        var number = Type(input, last + 1, Numbers);
        var names = Names(input, start);
        edits.RemoveAll(edit => edit.Start >= input.Tokens[first - 2].Start && edit.Start < input.Tokens[last].End);
        if (number && !names)
        {
            edits.Add(input.Replace(first - 2, last, ""));
        }
        else
        {
            var text = names && Type(input, last + 1, Texts);
            edits.Add(new TextEdit(input.Tokens[start].Start, 0, text ? $"__{kind}(to_{kind}(" : names ? $"to_{kind}(" : $"__{kind}("));
            edits.Add(input.Replace(first - 2, last, text ? "))" : ")"));
        }

        for (var index = first - 2; index <= last; index++)
        {
            done[index] = true;
        }
    }

    // constants, parameters and texts that are put together are names; columns and calls are identifiers
    private static bool Names(DialectInput input, int start)
    {
        if (!input.IsSymbol(start, '('))
        {
            return input.IsText(start) || input.IsSymbol(start, '$');
        }

        var depth = 0;
        for (var index = start; index < input.Count; index++)
        {
            depth += input.IsSymbol(index, '(') ? 1 : input.IsSymbol(index, ')') ? -1 : 0;
            if (depth == 0 || input.IsText(index) || (input.IsSymbol(index, '|') && input.IsSymbol(index + 1, '|')))
            {
                return depth > 0;
            }
        }

        return false;
    }

    private static bool Type(DialectInput input, int at, string[] types)
    {
        if (!input.IsSymbol(at, ':') || !input.IsSymbol(at + 1, ':'))
        {
            return false;
        }

        var name = input.IsName(at + 2, "pg_catalog") && input.IsSymbol(at + 3, '.') ? at + 4 : at + 2;
        return input.IsAnyName(name) && types.Contains(input.NameOf(name), StringComparer.OrdinalIgnoreCase);
    }

    private static int Opening(DialectInput input, int close)
    {
        var depth = 0;
        for (var index = close; index >= 0; index--)
        {
            depth += input.IsSymbol(index, ')') ? 1 : input.IsSymbol(index, '(') ? -1 : 0;
            if (depth == 0)
            {
                return index;
            }
        }

        return -1;
    }
}
