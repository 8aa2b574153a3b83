using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.TestSupport;

namespace Talentys.Operations.Tests;

public sealed class HealthTests
{
    private const string Path = "/api/v1/health";
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_worst_check_is_the_status_of_the_whole()
    {
        await using var server = await OperationsServer.StartAsync(
            new TestClock(), Patient,
            new Probe("zebra", _ => Task.FromResult(new HealthReading(HealthLevel.Ok, "Well.", null, new Dictionary<string, double> { ["stripes"] = 7 }))),
            new Probe("ape", _ => throw new FaultException(Fault.Failed("ape.away", "The ape is away.", null, "Call it."))),
            new Probe("bear", _ => throw new InvalidOperationException("a password, perhaps")));
        using var client = server.Client();

        var health = (await client.GetFromJsonAsync<HealthDto>(Path))!;

        Assert.Equal("failing", health.Status);
        Assert.Equal(["ape", "bear", "disk", "zebra"], health.Checks.Select(check => check.Name));
        Assert.Equal(("failing", "The ape is away.", "Call it."), (health.Checks[0].Status, health.Checks[0].Message, health.Checks[0].Mend));
        Assert.Equal("failing", health.Checks[1].Status);
        Assert.DoesNotContain("password", health.Checks[1].Message, StringComparison.Ordinal);
        Assert.Equal(("ok", 7), (health.Checks[3].Status, health.Checks[3].Figures["stripes"]));
        Assert.True(health.MemoryBytes > 0 && health.MachineMemoryBytes > 0 && health.Cores > 0);
        Assert.True(health.DiskFreeBytes > 0 && health.DiskBytes >= health.DiskFreeBytes);
    }

    [Fact]
    public async Task A_check_that_hangs_is_told_and_holds_nothing_up()
    {
        // the clock's timers fire when it is moved: the check moves it past the limit while it hangs
        var clock = new TestClock();
        await using var server = await OperationsServer.StartAsync(clock, TimeSpan.FromSeconds(3), new Probe("hung", async token =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                token.ThrowIfCancellationRequested();
                clock.Advance(TimeSpan.FromSeconds(1));
            }
        }));
        using var client = server.Client();

        var health = (await client.GetFromJsonAsync<HealthDto>(Path))!;

        var hung = health.Checks.Single(check => check.Name == "hung");
        Assert.Equal(("failing", "The check did not end within 3 seconds."), (hung.Status, hung.Message));
    }

    [Fact]
    public async Task Requests_are_counted_by_the_minute_with_their_times()
    {
        var clock = new TestClock();
        await using var server = await OperationsServer.StartAsync(clock, Patient);
        using var client = server.Client();
        for (var i = 0; i < 18; i++)
        {
            await client.GetAsync("/api/v1/test/takes/10");
        }

        await client.GetAsync("/api/v1/test/takes/1000");
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/api/v1/test/breaks")).StatusCode);
        await client.GetAsync("/api/v1/test/feed");
        await client.GetAsync("/healthz");
        clock.Advance(TimeSpan.FromMinutes(2));
        await client.GetAsync("/api/v1/test/takes/5");

        var requests = (await client.GetFromJsonAsync<HealthDto>(Path))!.Requests;

        Assert.Equal(3, requests.Count);
        var (first, quiet, last) = (requests[0], requests[1], requests[2]);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), first.At);
        Assert.Equal((20, 1), (first.Count, first.Failed));
        Assert.InRange(first.P50Ms, 10, 11);
        Assert.InRange(first.P95Ms, 10, 11);
        Assert.Equal(new RequestMinute(first.At.AddMinutes(1), 0, 0, 0, 0), quiet);
        Assert.Equal((1, 5.0, 5.0), (last.Count, last.P50Ms, last.P95Ms));
    }

    [Fact]
    public async Task An_hour_of_requests_is_kept()
    {
        var clock = new TestClock();
        await using var server = await OperationsServer.StartAsync(clock, Patient);
        using var client = server.Client();
        await client.GetAsync("/api/v1/test/takes/1");
        clock.Advance(TimeSpan.FromMinutes(90));

        var requests = (await client.GetFromJsonAsync<HealthDto>(Path))!.Requests;

        Assert.Equal(60, requests.Count);
        Assert.Equal(0, requests.Sum(minute => minute.Count));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(Roles.Reader, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Engineer, HttpStatusCode.Forbidden)]
    public async Task Only_administrators_are_told(string? role, HttpStatusCode status)
    {
        await using var server = await OperationsServer.StartAsync(new TestClock(), Patient);
        using var client = server.Client(role);
        Assert.Equal(status, (await client.GetAsync(Path)).StatusCode);
    }

    private sealed class Probe(string name, Func<CancellationToken, Task<HealthReading>> look) : IHealthProbe
    {
        public string Name => name;

        public Task<HealthReading> LookAsync(CancellationToken cancellationToken) => look(cancellationToken);
    }
}
