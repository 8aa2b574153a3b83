using Talentys.Kernel;
using Talentys.Query.Engines;
using Talentys.Query.Public;
using Talentys.TestSupport;

namespace Talentys.Query.Tests.Engines;

public sealed class AdmissionTests
{
    private readonly TestClock clock = new();

    [Fact]
    public async Task The_next_place_goes_to_who_has_the_fewest_and_was_served_longest_ago()
    {
        var admission = new Admission(new QueryOptions { ConcurrentStatements = 1 }, clock);
        var order = new List<string>();
        var place = await admission.EnterAsync(Ticket("greedy"), CancellationToken.None);
        var waiting = new List<(string User, Task<Place> Place)>();
        for (var i = 0; i < 5; i++)
        {
            waiting.Add(("greedy", admission.EnterAsync(Ticket("greedy"), CancellationToken.None)));
        }

        foreach (var user in new[] { "ann", "ben", "ann" })
        {
            waiting.Add((user, admission.EnterAsync(Ticket(user), CancellationToken.None)));
        }

        while (waiting.Count > 0)
        {
            place.Dispose();
            var done = await Task.WhenAny(waiting.Select(one => one.Place));
            var next = waiting.First(one => one.Place == done);
            waiting.Remove(next);
            order.Add(next.User);
            place = await done;
        }

        // served last is served last again: one of each in turn, and what the greedy one has left comes at the end
        Assert.Equal(["greedy", "ann", "ben", "greedy", "ann", "greedy", "greedy", "greedy"], order);
    }

    [Fact]
    public async Task Who_waits_knows_how_many_are_before()
    {
        var admission = new Admission(new QueryOptions { HeavyStatements = 1 }, clock);
        var place = await admission.EnterAsync(Ticket("ann", Lane.Heavy), CancellationToken.None);
        Waiter? third = null;
        var first = admission.EnterAsync(Ticket("ben", Lane.Heavy), CancellationToken.None);
        var second = admission.EnterAsync(Ticket("cleo", Lane.Heavy), CancellationToken.None);
        var last = admission.EnterAsync(Ticket("dan", Lane.Heavy) with { Waits = waiter => third = waiter }, CancellationToken.None);

        Assert.Equal(2, third!.Ahead);
        place.Dispose();
        (await first).Dispose();
        (await second).Dispose();
        (await last).Dispose();
        Assert.Null(third);
    }

    [Fact]
    public async Task The_queue_and_the_wait_are_bounded_and_nobody_fills_it_alone()
    {
        var admission = new Admission(new QueryOptions { ConcurrentStatements = 1, WaitingStatements = 4, SmallStatementTime = TimeSpan.FromHours(1) }, clock);
        using var place = await admission.EnterAsync(Ticket("ann"), CancellationToken.None);
        var waiting = new List<Task<Place>> { admission.EnterAsync(Ticket("ann"), CancellationToken.None), admission.EnterAsync(Ticket("ann"), CancellationToken.None) };

        var alone = await Assert.ThrowsAsync<FaultException>(() => admission.EnterAsync(Ticket("ann"), CancellationToken.None));
        waiting.Add(admission.EnterAsync(Ticket("ben"), CancellationToken.None));
        waiting.Add(admission.EnterAsync(Ticket("cleo"), CancellationToken.None));
        var full = await Assert.ThrowsAsync<FaultException>(() => admission.EnterAsync(Ticket("dan"), CancellationToken.None));
        clock.Advance(TimeSpan.FromSeconds(31));

        foreach (var one in waiting)
        {
            Assert.Equal("query.busy", (await Assert.ThrowsAsync<FaultException>(() => one)).Fault.Code);
        }

        Assert.Equal(("query.busy", FaultKind.Unavailable), (full.Fault.Code, full.Fault.Kind));
        Assert.NotNull(full.Fault.RetryAfter);
        Assert.Equal("query.busy", alone.Fault.Code);
        Assert.Equal((1, 0, 0, 0), admission.Look(Lane.Small));
        Assert.Equal(6, admission.Totals.Refused);
    }

    [Fact]
    public async Task A_user_has_no_more_at_once_than_a_limit_though_places_are_free()
    {
        var admission = new Admission(new QueryOptions { ConcurrentStatements = 3 }, clock);
        var first = await admission.EnterAsync(Ticket("ann") with { Most = 1 }, CancellationToken.None);
        var second = admission.EnterAsync(Ticket("ann") with { Most = 1 }, CancellationToken.None);
        using var other = await admission.EnterAsync(Ticket("ben"), CancellationToken.None);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task A_small_statement_that_takes_long_gives_its_place_and_beyond_some_begins_again_elsewhere()
    {
        var admission = new Admission(new QueryOptions { ConcurrentStatements = 1, OverdueStatements = 1 }, clock);
        var slow = await admission.EnterAsync(Ticket("ann"), CancellationToken.None);
        var waiting = admission.EnterAsync(Ticket("ben"), CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(3));
        var second = await waiting; // beside the one that is overdue now
        Assert.Equal((1, 1, 0, 0), admission.Look(Lane.Small));

        var gaveUp = 0;
        second.GiveUp = () => ++gaveUp > 0;
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((1, 1, 0, 0, 1), (admission.Look(Lane.Small).Running, admission.Look(Lane.Small).Overdue, 0, 0, gaveUp));

        second.Hold(); // of the engine, which is not done with it yet
        second.Dispose();
        Assert.Equal(1, admission.Look(Lane.Small).Running);
        second.Dispose();
        slow.Dispose();
        Assert.Equal((0, 0, 0, 0), admission.Look(Lane.Small));
    }

    [Fact]
    public async Task Who_leaves_the_line_takes_nobodys_place()
    {
        var admission = new Admission(new QueryOptions { ConcurrentStatements = 1 }, clock);
        var place = await admission.EnterAsync(Ticket("ann"), CancellationToken.None);
        using var leaves = new CancellationTokenSource();
        var gone = admission.EnterAsync(Ticket("ben"), leaves.Token);
        var stays = admission.EnterAsync(Ticket("cleo"), CancellationToken.None);

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        place.Dispose();

        (await stays).Dispose();
        Assert.Equal((0, 0, 0, 0), admission.Look(Lane.Small));
    }

    private static Ticket Ticket(string user, Lane lane = Lane.Small) => new("acme", user, lane) { Longest = TimeSpan.FromSeconds(30) };
}
