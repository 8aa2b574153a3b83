using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Tests.Connections;

/// <summary>A statement that is prepared once and asked often.</summary>
public class TextQueryTests
{
    [Fact]
    public async Task It_is_asked_again_and_again()
    {
        using var instance = DuckInstance.Open(new DuckOptions());
        using var query = new TextQuery(instance.Connect(), "select nullif(upper($1::varchar), 'NOTHING')");
        for (var time = 0; time < 5; time++)
        {
            Assert.Equal($"TEXT {time}", await query.AskAsync($"text {time}", TestContext.Current.CancellationToken));
        }

        Assert.Equal("", await query.AskAsync("", TestContext.Current.CancellationToken));
        Assert.Null(await query.AskAsync("nothing", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_fails_is_told_and_what_cannot_be_prepared_at_once()
    {
        using var instance = DuckInstance.Open(new DuckOptions());
        using var query = new TextQuery(instance.Connect(), "select cast(cast($1::varchar as integer) as varchar)");
        Assert.Equal("7", await query.AskAsync("7", TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<FaultException>(() => query.AskAsync("seven", TestContext.Current.CancellationToken));
        Assert.Throws<FaultException>(() => new TextQuery(instance.Connect(), "selct $1"));
        Assert.Throws<FaultException>(() => new TextQuery(instance.Connect(), "select 1; select $1"));
    }

    [Fact]
    public async Task A_cancelled_one_ends()
    {
        using var instance = DuckInstance.Open(new DuckOptions());
        using var query = new TextQuery(instance.Connect(), "select sum(a.i * b.i % 7)::varchar || $1::varchar from range(10000000) a(i), range(10000000) b(i)");
        using var cancel = new CancellationTokenSource();
        var asked = query.AskAsync("", cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }
}
