using System.Globalization;
using System.Text;

namespace Talentys.Kernel;

/// <summary>An SQL expression that was checked, with the calls in it that ask who is asking.</summary>
/// <param name="Text">As written.</param>
/// <param name="Calls">Calls of context functions, in the order of the text.</param>
public sealed record SqlExpression(string Text, IReadOnlyList<ContextCall> Calls)
{
    /// <summary>The expression for a principal: its context functions are constants.</summary>
    public string For(Principal principal)
    {
        if (Calls.Count == 0)
        {
            return Text;
        }

        var text = new StringBuilder();
        var at = 0;
        foreach (var call in Calls)
        {
            text.Append(Text, at, call.Start - at).Append(call.For(principal));
            at = call.Start + call.Length;
        }

        return text.Append(Text, at, Text.Length - at).ToString();
    }
}

/// <summary>A call of a function that tells who asks.</summary>
/// <param name="Start">Where it starts in the text, in characters.</param>
/// <param name="Length">How long it is, with its brackets.</param>
/// <param name="Function">Which one.</param>
/// <param name="Attribute">The attribute that is asked for.</param>
public sealed record ContextCall(int Start, int Length, ContextFunction Function, string? Attribute = null)
{
    /// <summary>
    /// The constant for a principal. Lists of whole numbers are lists of BIGINT, others of VARCHAR; an empty one compares with
    /// anything and is equal to nothing.
    /// </summary>
    public string For(Principal principal) => Function switch
    {
        ContextFunction.User => SqlText.Literal(principal.Name),
        ContextFunction.Groups => Texts(principal.Groups.Order(StringComparer.Ordinal)),
        _ => principal.Attributes.TryGetValue(Attribute!, out var values) ? Values(values) : "[]",
    };

    private static string Texts(IEnumerable<string> texts) => $"CAST({SqlText.List(texts)} AS VARCHAR[])";

    private static string Values(IReadOnlyList<string> values) => values.Count == 0 ? "[]"
        : values.All(IsWhole) ? $"CAST([{string.Join(", ", values)}] AS BIGINT[])"
        : Texts(values);

    // 007 is a text: as a number it would be another value
    private static bool IsWhole(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == value;
}

/// <summary>Functions that tell who asks.</summary>
public enum ContextFunction
{
    /// <summary><c>current_user()</c>: the name.</summary>
    User,

    /// <summary><c>current_groups()</c>: a list of names.</summary>
    Groups,

    /// <summary><c>current_attribute('x')</c>: a list of values.</summary>
    Attribute,
}
