using Talentys.Kernel;
using Talentys.Projects.Validation;

namespace Talentys.Projects.Resources;

/// <summary>Faults about kinds of resources.</summary>
internal static class KindFaults
{
    internal static FaultException Unknown(string kind, IEnumerable<IResourceKind> kinds)
    {
        string[] known = [.. kinds.Select(one => one.Name).Order(StringComparer.Ordinal)];
        var near = Suggestion.Nearest(kind, known) is { } word ? $"Did you mean '{word}'? " : "";
        return new FaultException(Fault.NotFound(
            "projects.kind_unknown", $"There is no kind of resource '{kind}'.", $"{near}Known kinds are: {string.Join(", ", known)}."));
    }
}
