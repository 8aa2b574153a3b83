using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Query.PolicyChecks;

/// <summary>The route that runs the tests of access policies.</summary>
internal static class PolicyTestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("policies", "Policies", Roles.Administrator)
        .MapPost("/tests", RunAsync).WithName("RunPolicyTests").WithSummary("Run the tests of access policies, each as the one it names.");

    private static async Task<IReadOnlyList<PolicyTestResult>> RunAsync(
        string? policy, Caller caller, IEnumerable<IPolicyTests> tests, PolicyTestRun run, CancellationToken cancellationToken)
    {
        List<PolicyTestResult> results = [];
        foreach (var source in tests)
        {
            foreach (var test in (await source.ListAsync(cancellationToken)).Where(test => policy is null || test.Policy == policy))
            {
                results.Add(await run.RunAsync(test, caller.Principal, caller.Scope, cancellationToken));
            }
        }

        return results;
    }
}
