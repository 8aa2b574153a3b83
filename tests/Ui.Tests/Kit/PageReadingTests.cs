using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Tests.Kit;

public class PageReadingTests
{
    private readonly List<TaskCompletionSource<string>> asked = [];
    private string? shown;
    private int drawn;

    [Fact]
    public async Task What_is_asked_for_while_it_reads_is_read_once_after_it()
    {
        using var reading = Reading();
        var all = Task.WhenAll(reading.OpenAsync(), reading.AskAsync(), reading.AskAsync());
        Assert.Single(asked);
        asked[0].SetResult("one");
        Assert.Equal(2, asked.Count);
        asked[1].SetResult("two");
        await all;

        Assert.Equal(("two", 2, 2), (shown, drawn, asked.Count));
    }

    [Fact]
    public async Task Another_thing_ends_the_reading_of_the_one_before()
    {
        using var reading = Reading();
        var first = reading.OpenAsync();
        var second = reading.OpenAsync();
        await first;
        while (asked.Count < 2)
        {
            await Task.Yield();
        }

        asked[0].TrySetResult("late");
        asked[1].SetResult("second");
        await second;
        Assert.Equal(("second", 1), (shown, drawn));

        var third = reading.AskAsync();
        asked[2].SetResult("third");
        await third;
        Assert.Equal("third", shown);
    }

    [Fact]
    public async Task A_server_that_is_away_takes_away_nothing_that_is_shown()
    {
        using var reading = Reading();
        var first = reading.OpenAsync();
        asked[0].SetException(Away());
        await first;
        Assert.True(reading.Failure!.IsUnreachable);

        var second = reading.AskAsync();
        asked[1].SetResult("there");
        await second;
        Assert.Null(reading.Failure);

        var third = reading.AskAsync();
        asked[2].SetException(Away());
        await third;
        Assert.Equal((null, "there"), (reading.Failure, shown));
    }

    private PageReading Reading() => new(
        async token =>
        {
            asked.Add(new TaskCompletionSource<string>());
            shown = await asked[^1].Task.WaitAsync(token);
        },
        () =>
        {
            drawn++;
            return Task.CompletedTask;
        });

    private static ApiException Away() => new(new Problem("about:blank", "", 0, "ui.unreachable", "", null, null, [], ""));
}
