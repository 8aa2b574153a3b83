using Talentys.Contracts;
using Talentys.Ui.Features.Runs;

namespace Talentys.Ui.Tests.Runs;

public sealed class RunCollectionTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private List<RunDto> server = [.. Enumerable.Range(0, 120).Select(i => Run($"{i:000}", i % 10 == 0 ? "failed" : "succeeded")).Reverse()];

    [Fact]
    public async Task It_grows_by_older_runs_until_there_are_none()
    {
        var runs = new RunCollection(ReadAsync);
        await runs.ReadAsync(new RunFilter(), default);
        while (runs.HasMore)
        {
            await runs.ReadOlderAsync(default);
        }

        Assert.Equal(server.Select(run => run.Id), runs.Items.Select(run => run.Id));
    }

    [Fact]
    public async Task A_run_that_changed_keeps_its_place_and_a_new_one_comes_first()
    {
        var runs = new RunCollection(ReadAsync);
        await runs.ReadAsync(new RunFilter(), default);
        Assert.True(runs.Take(Run("110", "cancelled")));
        Assert.True(runs.Take(Run("120", "queued")));
        Assert.False(runs.Take(Run("005", "failed")));
        Assert.Equal(["120", "119"], runs.Items.Take(2).Select(run => run.Id));
        Assert.Equal("cancelled", runs.Items.Single(run => run.Id == "110").State);
    }

    [Fact]
    public async Task A_run_that_no_longer_matches_leaves_the_list()
    {
        var runs = new RunCollection(ReadAsync);
        await runs.ReadAsync(new RunFilter(State: "failed"), default);
        Assert.Equal(12, runs.Items.Count);
        runs.Take(Run("110", "running"));
        runs.Take(Run("120", "running"));
        runs.Take(Run("121", "failed"));
        Assert.Equal(["121", "100", "090"], runs.Items.Take(3).Select(run => run.Id));
    }

    [Fact]
    public async Task Reading_again_after_a_gap_keeps_what_joins_and_forgets_what_does_not()
    {
        var runs = new RunCollection(ReadAsync);
        await runs.ReadAsync(new RunFilter(), default);
        await runs.ReadOlderAsync(default);
        server = [.. Enumerable.Range(120, 10).Select(i => Run($"{i:000}", "succeeded")).Reverse(), .. server];
        await runs.ReadAsync(new RunFilter(), default);
        Assert.Equal(server.Take(110).Select(run => run.Id), runs.Items.Select(run => run.Id));

        server = [.. Enumerable.Range(130, 200).Select(i => Run($"{i:000}", "succeeded")).Reverse(), .. server];
        await runs.ReadAsync(new RunFilter(), default);
        Assert.Equal(server.Take(50).Select(run => run.Id), runs.Items.Select(run => run.Id));
        Assert.True(runs.HasMore);
    }

    private Task<Page<RunDto>> ReadAsync(RunFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        List<RunDto> matching = [.. server.Where(filter.Holds).Where(run => cursor is null || string.CompareOrdinal(run.Id, cursor) < 0)];
        List<RunDto> part = [.. matching.Take(limit)];
        return Task.FromResult(new Page<RunDto>(part, matching.Count > limit ? part[^1].Id : null));
    }

    private static RunDto Run(string id, string state) => new(id, "sync", state, $"Sync {id}", "dev", "admin", Begin, Begin, Begin, 1, [], null);
}
