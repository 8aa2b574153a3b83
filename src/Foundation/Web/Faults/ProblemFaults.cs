using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Faults as answers of the API hold them.</summary>
public static class ProblemFaults
{
    /// <summary>A fault for an answer; a place in a text is told in numbers too.</summary>
    public static ProblemFault Of(Fault fault) => new(fault.Code, fault.Message, fault.Place, fault.Mend)
    {
        Position = PositionOf(fault),
        Nearest = fault.Nearest,
    };

    private static TextPosition? PositionOf(Fault fault) =>
        TextPlace.TryRead(fault.Place, out var line, out var column) ? new TextPosition(line, column, fault.Length ?? 0) : null;
}
