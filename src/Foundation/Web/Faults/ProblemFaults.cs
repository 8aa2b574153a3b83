using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Faults as answers of the API hold them.</summary>
public static partial class ProblemFaults
{
    /// <summary>A fault for an answer; a place in a text is told in numbers too.</summary>
    public static ProblemFault Of(Fault fault) => new(fault.Code, fault.Message, fault.Place, fault.Mend)
    {
        Position = PositionOf(fault),
        Nearest = fault.Nearest,
    };

    private static TextPosition? PositionOf(Fault fault) =>
        fault.Place is { } place && LineAndColumn().Match(place) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
        && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var column)
            ? new TextPosition(line, column, fault.Length ?? 0)
            : null;

    [GeneratedRegex("^line ([0-9]+), column ([0-9]+)$")]
    private static partial Regex LineAndColumn();
}
