using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Talentys.Architecture.Tests.Tree;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Architecture.Tests.Endpoints;

public class EndpointRulesTests
{
    // signing in, and what a load balancer asks; everything else needs a principal
    private static readonly string[] MeantToBeOpen =
        ["GET /api/v1/session", "GET /healthz", "GET /readyz", "POST /api/v1/session", "POST /api/v1/session/link", "POST /iceberg/v1/oauth/tokens"];

    private static readonly Route Good = new("GET /api/v1/orders", "ListOrders", ["Orders"], true, false, true, true);

    [Fact]
    public void Every_endpoint_is_named_tagged_guarded_typed_and_cancellable() =>
        Rule.Holds(EndpointRules.Check([.. MappedRoutes.Read().Where(route => route.Pattern.Contains("/api/", StringComparison.Ordinal))]));

    [Fact]
    public void Nothing_answers_without_a_principal_but_probes_and_signing_in()
    {
        var routes = MappedRoutes.Read();

        Rule.Holds(EndpointRules.Open(routes, MeantToBeOpen));
        Assert.NotEmpty(routes);
    }

    [Fact]
    public void A_good_endpoint_passes() => Rule.Holds(EndpointRules.Check([Good]));

    [Fact]
    public void Planted_each_omission()
    {
        Assert.Equal(["GET /api/v1/orders has no name"], EndpointRules.Check([Good with { Name = null }]));
        Assert.Equal(["GET /api/v1/orders has 0 tags"], EndpointRules.Check([Good with { Tags = [] }]));
        Assert.Equal(["GET /api/v1/orders does not say who may call it"], EndpointRules.Check([Good with { Authorized = false }]));
        Assert.Equal(["GET /api/v1/orders does not say what it answers"], EndpointRules.Check([Good with { Responds = false }]));
        Assert.Equal(["GET /api/v1/orders takes no CancellationToken"], EndpointRules.Check([Good with { TakesToken = false }]));
        Assert.Equal(["GET /api/v1/orders and GET /b have one name"], EndpointRules.Check([Good, Good with { Pattern = "GET /b" }]));
    }

    [Fact]
    public void Planted_an_endpoint_open_to_everybody() =>
        Assert.Equal(["GET /api/v1/orders answers anybody"], EndpointRules.Open([Good with { Anonymous = true }], MeantToBeOpen));

    [Fact]
    public async Task Planted_real_endpoints_are_read_as_they_were_mapped()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var orders = app.MapApi("orders", "Orders", Roles.Reader);
        orders.MapGet("/", (CancellationToken token) => TypedResults.Ok(1)).WithName("ListOrders").Produces<int>();
        app.MapGet("/bad", () => { }).AllowAnonymous();

        var routes = MappedRoutes.Of(app);

        Assert.Equal(2, routes.Count);
        Rule.Holds(EndpointRules.Check([routes[0]]));
        Assert.Equal(
            ["GET /bad has no name", "GET /bad has 0 tags", "GET /bad takes no CancellationToken"],
            EndpointRules.Check([routes[1]]).Where(fault => !fault.EndsWith("answers", StringComparison.Ordinal)));
        Assert.True(routes[1].Anonymous);
    }
}
