using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>
/// Functions that have another name in the engine. Its <c>format</c> has another language: <c>printf</c> is the one that is like
/// <c>format('%I', x)</c>.
/// </summary>
internal sealed class FunctionNames : IDialectRule
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["json_build_object"] = "json_object",
        ["jsonb_build_object"] = "json_object",
        ["json_build_array"] = "json_array",
        ["jsonb_build_array"] = "json_array",
        ["to_jsonb"] = "to_json",
        ["json_agg"] = "json_group_array",
        ["jsonb_agg"] = "json_group_array",
        ["clock_timestamp"] = "now",
        ["statement_timestamp"] = "now",
    };

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index + 2 < input.Count; index++)
        {
            if (input.IsAnyName(index) && input.IsSymbol(index + 1, '(') && Names.TryGetValue(input.NameOf(index), out var name))
            {
                edits.Add(input.Replace(index, index, name));
            }
            else if (input.IsName(index, "format") && input.IsSymbol(index + 1, '(') && input.IsText(index + 2) && !done[index + 2]
                && input.Tokens[index + 2].In(input.Sql).Contains('%'))
            {
                var text = input.Tokens[index + 2].In(input.Sql).ToString();
                edits.Add(input.Replace(index, index, "printf"));
                edits.Add(input.Replace(index + 2, index + 2, text.Replace("%I", "%s", StringComparison.Ordinal).Replace("%L", "%s", StringComparison.Ordinal)));
                done[index + 2] = true;
            }
        }
    }
}
