using System.Security.Cryptography;
using System.Text;
using Talentys.Lake.Stores;
using Talentys.TestSupport;

namespace Talentys.Lake.Tests.Stores;

/// <summary>What every store promises.</summary>
public abstract class ObjectStoreContract : IAsyncLifetime
{
    private const int Large = 20 * 1024 * 1024;
    private static readonly CancellationToken Never = CancellationToken.None;

    private IObjectStore store = null!;
    private string root = null!;

    protected TempFolder Folder { get; } = new();

    /// <summary>Whether of two that make one object at the same moment one is always refused.</summary>
    protected virtual bool IsAtomic => true;

    /// <summary>More objects than a store tells of in one answer.</summary>
    protected virtual int Many => 1050;

    public async ValueTask InitializeAsync()
    {
        (var made, root) = await OpenAsync();
        store = (IObjectStore)made;
    }

    public ValueTask DisposeAsync()
    {
        (store as IDisposable)?.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with space")]
    [InlineData("größe-表-🦊")]
    [InlineData("100%")]
    [InlineData("%41%2F")]
    [InlineData("a+b=c&d")]
    [InlineData("a#b?c")]
    [InlineData("a'b(c)[d]{e}!~*;,@$^`|")]
    public async Task An_object_of_any_name_is_found_read_listed_and_deleted(string name)
    {
        var location = $"{root}/folder/{name}/{name}";
        var content = Encoding.UTF8.GetBytes(name);

        await store.CreateAsync(location, content, Never);

        Assert.True(store.Serves(location));
        var found = Assert.IsType<StoredObject>(await store.FindAsync(location, Never));
        Assert.Equal((location, content.Length), (found.Location, found.Bytes));
        Assert.InRange(found.ChangedAt, DateTimeOffset.UnixEpoch.AddYears(50), TimeProvider.System.GetUtcNow().AddMinutes(5));
        Assert.Equal(content, await store.ReadAsync(location, Never));
        Assert.Equal([location], await ListAsync($"{root}/folder/{name}/"));
        await store.DeleteAsync([location], Never);
        Assert.Null(await store.FindAsync(location, Never));
        Assert.Empty(await ListAsync($"{root}/"));
    }

    [Fact]
    public async Task Empty_and_large_objects_come_back_as_they_were_made()
    {
        var large = RandomNumberGenerator.GetBytes(Large);

        await store.CreateAsync($"{root}/empty", ReadOnlyMemory<byte>.Empty, Never);
        await store.CreateAsync($"{root}/large", large, Never);

        Assert.Empty(await store.ReadAsync($"{root}/empty", Never));
        Assert.Equal(0, (await store.FindAsync($"{root}/empty", Never))!.Bytes);
        Assert.True(Same(large, await store.ReadAsync($"{root}/large", Never)));
    }

    [Fact]
    public async Task Files_that_the_engine_wrote_are_taken_in_whole()
    {
        foreach (var (name, bytes) in new[] { ("none", 0), ("small", 1000), ("large", Large + 1) })
        {
            var location = $"{root}/data/{name}.parquet";
            var content = RandomNumberGenerator.GetBytes(bytes);
            var path = store.WritePath(location);
            await File.WriteAllBytesAsync(path, content, Never);

            await store.TakeAsync(path, location, Never);

            Assert.True(Same(content, await store.ReadAsync(location, Never)), name);
            Assert.True(!File.Exists(path) || store.ReadPath(location) == path);
        }
    }

    [Fact]
    public async Task Files_from_elsewhere_are_taken_too_and_refused_where_one_is()
    {
        await store.CreateAsync($"{root}/made", "first"u8.ToArray(), Never);
        var elsewhere = Folder.Write("elsewhere", "second");

        await store.TakeAsync(elsewhere, $"{root}/deep/taken", Never);
        await Assert.ThrowsAnyAsync<IOException>(() => store.TakeAsync(Folder.Write("third", "third"), $"{root}/made", Never));

        Assert.Equal("second"u8.ToArray(), await store.ReadAsync($"{root}/deep/taken", Never));
        Assert.Equal("first"u8.ToArray(), await store.ReadAsync($"{root}/made", Never));
        Assert.False(File.Exists(elsewhere));
    }

    [Fact]
    public async Task An_object_is_made_once()
    {
        var location = $"{root}/once";
        await store.CreateAsync(location, "first"u8.ToArray(), Never);

        await Assert.ThrowsAnyAsync<IOException>(() => store.CreateAsync(location, "second"u8.ToArray(), Never));

        Assert.Equal("first"u8.ToArray(), await store.ReadAsync(location, Never));
        Assert.Equal([location], await ListAsync($"{root}/"));
    }

    [Fact]
    public async Task Of_several_that_make_one_object_at_once_one_wins()
    {
        await store.CreateAsync($"{root}/before", "x"u8.ToArray(), Never);
        for (var round = 0; round < 5; round++)
        {
            var location = $"{root}/race-{round}";
            var winners = await Task.WhenAll(Enumerable.Range(0, 6).Select(async number =>
            {
                try
                {
                    await store.CreateAsync(location, Encoding.UTF8.GetBytes($"writer {number}"), Never);
                    return number;
                }
                catch (IOException)
                {
                    return -1;
                }
            }));

            var told = winners.Where(number => number >= 0).Select(number => $"writer {number}").ToList();
            Assert.True(IsAtomic ? told.Count == 1 : told.Count >= 1, string.Join(", ", told));
            Assert.Contains(Encoding.UTF8.GetString(await store.ReadAsync(location, Never)), told);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_told_as_missing()
    {
        var missing = $"{root}/no/such/object";

        Assert.Null(await store.FindAsync(missing, Never));
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.ReadAsync(missing, Never));
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.ReadAsync(missing, 0, 10, Never));
        Assert.Empty(await ListAsync($"{root}/no/such/"));
        await store.DeleteAsync([missing], Never);
    }

    [Fact]
    public async Task Parts_of_an_object_end_where_it_ends()
    {
        await store.CreateAsync($"{root}/digits", "0123456789"u8.ToArray(), Never);

        Assert.Equal("0123", await PartAsync(0, 4));
        Assert.Equal("6789", await PartAsync(6, 4));
        Assert.Equal("89", await PartAsync(8, 100));
        Assert.Equal("", await PartAsync(10, 5));
        Assert.Equal("", await PartAsync(50, 5));
        Assert.Equal("", await PartAsync(3, 0));

        async Task<string> PartAsync(long offset, int length) =>
            Encoding.UTF8.GetString(await store.ReadAsync($"{root}/digits", offset, length, Never));
    }

    [Fact]
    public async Task A_prefix_lists_all_that_begins_with_it_and_nothing_else()
    {
        foreach (var name in new[] { "a/one", "a/two/three", "a/two-x", "ab", "b/one" })
        {
            await store.CreateAsync($"{root}/{name}", "x"u8.ToArray(), Never);
        }

        Assert.Equal([$"{root}/a/one", $"{root}/a/two-x", $"{root}/a/two/three"], await ListAsync($"{root}/a/"));
        Assert.Equal([$"{root}/a/two-x", $"{root}/a/two/three"], await ListAsync($"{root}/a/tw"));
        Assert.Equal([$"{root}/b/one"], await ListAsync($"{root}/b/one"));
        Assert.Equal(5, (await ListAsync($"{root}/")).Count);
    }

    [Fact]
    public async Task More_objects_than_fit_in_one_answer_are_listed_and_deleted_all()
    {
        var locations = Enumerable.Range(0, Many).Select(number => $"{root}/many/{number:0000}").ToList();
        await Parallel.ForEachAsync(
            locations, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (location, token) => await store.TouchAsync(location, token));

        Assert.Equal(locations, await ListAsync($"{root}/many/"));
        await store.DeleteAsync([.. locations.Skip(1), $"{root}/many/none"], Never);
        Assert.Equal([locations[0]], await ListAsync($"{root}/"));
    }

    [Fact]
    public async Task Touching_makes_an_empty_object_again_and_again()
    {
        await store.TouchAsync($"{root}/pending/mark", Never);
        var first = (await store.FindAsync($"{root}/pending/mark", Never))!;
        await store.TouchAsync($"{root}/pending/mark", Never);
        var second = (await store.FindAsync($"{root}/pending/mark", Never))!;

        Assert.Equal((0, 0), (first.Bytes, second.Bytes));
        Assert.True(second.ChangedAt >= first.ChangedAt);
    }

    [Fact]
    public async Task What_is_cancelled_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CreateAsync($"{root}/cancelled", new byte[1000], cancelled.Token));

        Assert.Empty(await ListAsync($"{root}/"));
    }

    /// <summary>The store, and a location in it that holds nothing.</summary>
    protected abstract Task<(object Store, string Root)> OpenAsync();

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private async Task<List<string>> ListAsync(string prefix)
    {
        var found = new List<string>();
        await foreach (var one in store.ListAsync(prefix, Never))
        {
            found.Add(one.Location);
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
