using System.Text.RegularExpressions;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>Adds to faults of a statement how long the part is that is wrong, and the name that was probably meant.</summary>
internal static partial class MeasuredFaults
{
    /// <summary>The failure with measured faults; the same one where there is nothing to add.</summary>
    public static Exception Of(string sql, Exception failure) =>
        failure is FaultException { Faults: var faults } && faults.Any(fault => fault.Place is not null || fault.Mend is not null)
            ? new FaultException([.. faults.Select(fault => Of(sql, fault))], failure.InnerException ?? failure)
            : failure;

    private static Fault Of(string sql, Fault fault) => fault with { Length = fault.Length ?? LengthOf(sql, fault.Place), Nearest = fault.Nearest ?? NearestOf(fault) };

    /// <summary>Characters of the name that stands at a place, with the names that dots join to it; null for a place of another sort.</summary>
    private static int? LengthOf(string sql, string? place)
    {
        if (TextPlace.IndexOf(sql, place) is not { } at)
        {
            return null;
        }

        var tokens = SqlTokenizer.Tokens(sql);
        var first = tokens.FindIndex(token => token.Start <= at && at < token.End);
        if (first < 0)
        {
            return null;
        }

        var last = first;
        while (last + 2 < tokens.Count && IsName(tokens[last]) && sql[tokens[last + 1].Start] == '.' && IsName(tokens[last + 2]))
        {
            last += 2;
        }

        return tokens[last].End - at;

        static bool IsName(SqlToken token) => token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;
    }

    // our own mends and the engine's both ask for it in these words
    private static string? NearestOf(Fault fault) =>
        fault.Mend is { } mend && Meant().Match(mend) is { Success: true } match
            ? match.Groups["name"].Value.Trim('"') is { Length: > 0 } name ? name : null
            : null;

    [GeneratedRegex("""(?:Did you mean|Candidate bindings:) (?:"(?<name>[^"]+)"|(?<name>[^\s,?"]+))""")]
    private static partial Regex Meant();
}
