namespace Talentys.Architecture.Tests.Endpoints;

/// <summary>Rule 4: every endpoint has a name, a tag, a word on who may call it, a response type and a token.</summary>
internal static class EndpointRules
{
    /// <summary>All that is missing, of all of them.</summary>
    public static IEnumerable<string> Check(IReadOnlyList<Route> routes)
    {
        foreach (var route in routes)
        {
            if (string.IsNullOrEmpty(route.Name))
            {
                yield return $"{route.Pattern} has no name";
            }

            if (route.Tags.Count != 1)
            {
                yield return $"{route.Pattern} has {route.Tags.Count} tags";
            }

            if (!route.Authorized && !route.Anonymous)
            {
                yield return $"{route.Pattern} does not say who may call it";
            }

            if (!route.Responds)
            {
                yield return $"{route.Pattern} does not say what it answers";
            }

            if (!route.TakesToken)
            {
                yield return $"{route.Pattern} takes no CancellationToken";
            }
        }

        foreach (var name in routes.GroupBy(route => route.Name).Where(group => group.Key is not null && group.Count() > 1))
        {
            yield return $"{string.Join(" and ", name.Select(route => route.Pattern))} have one name";
        }
    }

    /// <summary>Endpoints open to everybody that are not among those meant to be.</summary>
    public static IEnumerable<string> Open(IEnumerable<Route> routes, IReadOnlyCollection<string> meant) =>
        from route in routes
        where route.Anonymous && !meant.Contains(route.Pattern)
        select $"{route.Pattern} answers anybody";
}
