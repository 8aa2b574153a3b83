using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Governance.Grants;
using Talentys.Governance.Resolution;
using Talentys.Governance.Subjects;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Governance;

/// <summary>Routes of access policies.</summary>
internal static class PolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("policies", "Policies", Roles.Administrator)
        .MapGet("/", ListAsync).WithName("ListPolicyRules").WithSummary("Every rule of access policies and every grant.");

    private static async Task<Ok<IReadOnlyList<PolicyRule>>> ListAsync(Caller caller, PolicyStore store, CancellationToken cancellationToken)
    {
        var set = await store.SetAsync(cancellationToken);
        List<PolicyRule> rules = [];
        foreach (var file in set.Files)
        {
            rules.AddRange(file.Masks.Select(rule => Rule(
                file.Name, "mask", rule.Tag is { } tag ? [$"tag:{tag}"] : Texts(rule.Columns), rule.Mask.Expression?.Text ?? rule.Mask.Name, rule.Audience)));
            rules.AddRange(file.Rows.Select(rule => Rule(file.Name, "rows", Texts(rule.On), rule.Keep.Text, rule.Audience)));
            if (file.Groups is { } groups)
            {
                rules.Add(Rule(file.Name, "min_group_size", Texts(groups.On), groups.Size.ToString(CultureInfo.InvariantCulture), groups.Audience));
            }
        }

        rules.AddRange(set.Access.Grants.Select(grant => Rule(
            AccessKind.KindName, "grant", Texts(grant.On), grant.Can.ToString().ToLowerInvariant(), new Audience(grant.To, []))));
        return TypedResults.Ok<IReadOnlyList<PolicyRule>>(rules);
    }

    private static PolicyRule Rule(string policy, string kind, IReadOnlyList<string> on, string what, Audience audience) =>
        new(policy, kind, on, what, Names(audience.To ?? []), Names(audience.Except));

    private static string[] Texts(IEnumerable<Patterns.NamePattern> patterns) => [.. patterns.Select(pattern => pattern.Text)];

    private static string[] Names(IReadOnlyList<Subject> subjects) => [.. subjects.Select(subject => subject.Sort == SubjectSort.Everyone
        ? "everyone" : $"{subject.Sort.ToString().ToLowerInvariant()}:{subject.Name}")];
}
