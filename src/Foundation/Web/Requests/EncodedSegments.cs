using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Talentys.Web;

/// <summary>
/// Decodes the names in an address as they were sent. The server decodes all of a path but <c>%2F</c>, so that a name with
/// a slash and one that really holds <c>%2F</c> would come out alike: where a percent sign is left, the raw path tells.
/// </summary>
internal sealed class EncodedSegments(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern: var pattern }
            && context.Request.RouteValues.Values.Any(value => value is string text && text.Contains('%', StringComparison.Ordinal)))
        {
            var raw = Segments(context);
            var first = raw.Length - pattern.PathSegments.Count; // below what a proxy puts in front
            for (var i = 0; i < pattern.PathSegments.Count && first >= 0; i++)
            {
                if (pattern.PathSegments[i] is { IsSimple: true, Parts: [Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { IsCatchAll: false } name] })
                {
                    context.Request.RouteValues[name.Name] = Uri.UnescapeDataString(raw[first + i]);
                }
            }
        }

        return next(context);
    }

    private static string[] Segments(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var end = target.IndexOfAny(['?', '#']);
        return (end < 0 ? target : target[..end]).Trim('/').Split('/');
    }
}
