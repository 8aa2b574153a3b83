using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Runs.Feed;

namespace Talentys.Runs.Tests;

public class RunSightTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Principal Reader = new("p1", PrincipalKind.User, "pat", "acme", Roles.Including(Roles.Reader), Principal.EmptySet, Principal.EmptyAttributes);

    [Fact]
    public async Task Steps_of_a_build_are_told_by_the_table_that_they_name_and_those_that_name_none_without_figures()
    {
        var run = new RunDto("r1", "build", "failed", "dbt build", "dev", "ann", Begin, Begin, Begin, 1,
            [Step("model shop.orders"), Step("model hidden.pay"), Step("snapshot hidden.pay:2"), Step("test unique_pay_id"), Step("done")], null);

        var shown = await new RunSight(new Policies()).ShownAsync(Reader, run, TestContext.Current.CancellationToken);

        Assert.Equal(["model shop.orders", "test unique_pay_id", "done"], shown.Steps.Select(step => step.Name));
        Assert.Equal([1, 0, 0], shown.Steps.Select(step => step.Metrics.Count));
        Assert.Equal(["said", null, null], shown.Steps.Select(step => step.Summary));
        Assert.All(shown.Steps, step => Assert.DoesNotContain("secret", step.Fault!.Message, StringComparison.Ordinal));
    }

    private static StepDto Step(string name) => new(name, "failed", 1, 2, "rows", "said", new Dictionary<string, double> { ["rows"] = 5 }, new ProblemFault("x", "secret", null, null), Begin, Begin);

    /// <summary>Keeps all of the schema <c>hidden</c>.</summary>
    private sealed class Policies : IAccessPolicies, IAccess
    {
        public Principal? Principal => null;

        public bool IsOpen => false;

        public bool HasPolicies => true;

        public string Fingerprint => "some";

        public ValueTask<IAccess> OfAsync(Principal principal, Scope scope, CancellationToken cancellationToken) => ValueTask.FromResult<IAccess>(this);

        public bool MayRead(TableName table) => table.Schema != "hidden";

        public bool MayCount(TableName table) => MayRead(table);

        public bool MayWrite(TableName table) => false;

        public TableAccess Of(TableName table, IReadOnlyList<PolicyColumn> columns, IReadOnlyCollection<string>? current = null) => new(table, [], Talentys.Kernel.Principal.EmptySet, null, 0);
    }
}
