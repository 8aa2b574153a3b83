using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Tells faults below some address as another API than ours does. Registered by the module that serves that API.</summary>
public interface IFaultShape
{
    /// <summary>Whether faults of requests to this address are told by this shape, those of the pipeline too.</summary>
    bool Tells(PathString path);

    /// <summary>The answer for faults that would be problem details with some status elsewhere.</summary>
    FaultAnswer Of(HttpContext context, IReadOnlyList<Fault> faults, int status);
}

/// <summary>An answer that tells faults.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Json">The body, JSON in UTF-8.</param>
public sealed record FaultAnswer(int Status, ReadOnlyMemory<byte> Json);
