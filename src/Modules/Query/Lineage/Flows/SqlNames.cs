using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Lineage.Flows;

/// <summary>Names as SQL writes them.</summary>
internal static class SqlNames
{
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    public static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name without its quotes.</summary>
    public static string Plain(ReadOnlySpan<char> written) => written is ['"', .., '"'] && written.Length > 1
        ? written[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
        : written.ToString();

    /// <summary>The parts of a name with dots.</summary>
    public static IReadOnlyList<string> Parts(string written)
    {
        if (!written.Contains('"', StringComparison.Ordinal))
        {
            return written.Split('.');
        }

        var parts = new List<string>();
        foreach (var token in SqlTokenizer.Tokens(written))
        {
            if (token.Kind != SqlTokenKind.Symbol)
            {
                parts.Add(Plain(token.In(written)));
            }
        }

        return parts;
    }

    /// <summary>The name that is the fewest letters away; null when none is near.</summary>
    public static string? Near(string wanted, IEnumerable<string> names)
    {
        var most = 1 + (wanted.Length / 4);
        return names.Distinct(Comparer)
            .Where(name => Math.Abs(name.Length - wanted.Length) <= most)
            .Select(name => (Name: name, Distance: EditDistance.Of(wanted.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(pair => pair.Distance <= most)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => pair.Name)
            .FirstOrDefault();
    }
}
