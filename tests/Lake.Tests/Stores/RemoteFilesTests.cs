using System.Text;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Stores;
using Talentys.Lake.Stores.Copies;
using Talentys.TestSupport;

namespace Talentys.Lake.Tests.Stores;

public sealed class RemoteFilesTests : IAsyncLifetime
{
    private const int Rows = 300_000;
    private readonly TempFolder folder = new();
    private readonly TestClock clock = new();
    private readonly LakeOptions options = new();
    private readonly DuckInstance engine = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
    private readonly CountingStore store;
    private readonly CopyPaths paths;
    private DuckConnection connection = null!;
    private RemoteFiles files = null!;

    public RemoteFilesTests()
    {
        paths = new CopyPaths(folder.Folders);
        store = new CountingStore(folder["remote"]);
        Restart();
    }

    public async ValueTask InitializeAsync()
    {
        connection = engine.Connect();
        Directory.CreateDirectory(folder["remote/bucket/t"]);
        foreach (var name in new[] { "a", "b" })
        {
            await connection.ExecuteAsync(
                $"""
                copy (select range as id, 'text ' || (range % 7) as word, (hash(range) >> 1)::bigint as noise, [range, range + 1] as pair, (hash(range + 1) >> 1)::bigint as other from range({Rows}))
                to '{folder[$"remote/bucket/t/{name}.parquet"]}'
                (format parquet, compression zstd, row_group_size 50000,
                field_ids {"{"}id: 1, word: 2, noise: 3, pair: {"{"}__duckdb_field_id: 4, element: 5{"}"}, other: 6{"}"})
                """,
                CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        engine.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Columns_that_were_asked_for_are_read_others_fail_and_then_all_are_there()
    {
        var path = paths.PathOf("s3://bucket/t/a.parquet");
        using (await files.LeaseAsync([path], new HashSet<int> { 1, 2 }, default))
        {
            Assert.Equal($"{Rows} {(long)Rows * (Rows - 1) / 2} 7", await TextAsync("count(*), sum(id), count(distinct word)", path));
            Assert.Equal("42", await TextAsync("any_value(id) filter (word = 'text 0' and id = 42)", path));
            var fetched = store.Bytes;
            Assert.InRange(fetched, 1, new FileInfo(path).Length / 2);

            // a hole is an error, never a wrong row
            foreach (var missing in new[] { "sum(noise)", "min(pair[1])", "sum(hash(noise, id))", "sum(other)", "count(noise) filter (noise % 2 = 0)" })
            {
                await Assert.ThrowsAsync<FaultException>(() => TextAsync(missing, path));
            }

            // what the footer alone may tell is right, when it is told
            foreach (var told in new[] { "max(noise), max(id)", "count(other)" })
            {
                try
                {
                    Assert.Equal(await TextAsync(told, folder["remote/bucket/t/a.parquet"]), await TextAsync(told, path));
                }
                catch (FaultException)
                {
                    // the engine wanted to see the column
                }
            }

            using (await files.LeaseAsync([path], new HashSet<int> { 4 }, default))
            {
                Assert.Equal($"{Rows - 1}", await TextAsync("max(pair[1])", path));
                await Assert.ThrowsAsync<FaultException>(() => TextAsync("sum(noise)", path));
            }

            Assert.True(store.Bytes < new FileInfo(path).Length);
            Assert.Equal(path, await files.FetchAllAsync("s3://bucket/t/a.parquet", default));
            Assert.Equal("true", await TextAsync($"md5(string_agg(noise::varchar, ' ' order by id)) = (select md5(string_agg(noise::varchar, ' ' order by id)) from '{folder["remote/bucket/t/a.parquet"]}')", path));
            Assert.InRange(store.Bytes, new FileInfo(path).Length, new FileInfo(path).Length * 3 / 2);
        }
    }

    [Fact]
    public async Task Two_at_once_fetch_once_and_a_restart_fetches_nothing_again()
    {
        var path = paths.PathOf("s3://bucket/t/a.parquet");
        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => files.LeaseAsync([path], new HashSet<int> { 2 }, default)));
        var (calls, bytes) = (store.Calls, store.Bytes);
        Assert.InRange(calls, 2, 10);
        foreach (var lease in leases)
        {
            lease.Dispose();
        }

        Restart();
        using (await files.LeaseAsync([path], new HashSet<int> { 2 }, default))
        {
            Assert.Equal("7", await TextAsync("count(distinct word)", path));
        }

        Assert.Equal(bytes, store.Bytes);

        // what has no record that can be believed is fetched anew
        await File.WriteAllTextAsync($"{path}{CopyRecord.Ending}", "12\n0 99");
        Restart();
        using (await files.LeaseAsync([path], new HashSet<int> { 2 }, default))
        {
            Assert.Equal("7", await TextAsync("count(distinct word)", path));
        }
    }

    [Fact]
    public async Task Copies_unused_for_longest_make_room_and_none_in_use()
    {
        var (a, b) = (paths.PathOf("s3://bucket/t/a.parquet"), paths.PathOf("s3://bucket/t/b.parquet"));
        options.CopiesBytes = new FileInfo(folder["remote/bucket/t/a.parquet"]).Length * 3 / 2;
        var first = await files.LeaseAsync([a], null, default);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await files.LeaseAsync([b], null, default)).Dispose();
        Assert.True(File.Exists(a));
        Assert.False(File.Exists(b));

        first.Dispose();
        Assert.True(File.Exists(a));
        clock.Advance(TimeSpan.FromMinutes(1));
        (await files.LeaseAsync([b], null, default)).Dispose();
        Assert.False(File.Exists(a));
        Assert.True(File.Exists(b));

        clock.Advance(TimeSpan.FromDays(8));
        (await files.LeaseAsync([a], new HashSet<int> { 1 }, default)).Dispose();
        Assert.False(File.Exists(b));
    }

    [Fact]
    public async Task A_file_that_is_gone_or_a_store_that_fails_is_one_clear_fault()
    {
        var missing = await Assert.ThrowsAsync<FaultException>(() => files.LeaseAsync([paths.PathOf("s3://bucket/t/none.parquet")], null, default));
        Assert.Equal(("lake.file_missing", "s3://bucket/t/none.parquet"), (missing.Fault.Code, missing.Fault.Place));
        store.Fails = true;
        var failed = await Assert.ThrowsAsync<FaultException>(() => files.LeaseAsync([paths.PathOf("s3://bucket/t/a.parquet")], new HashSet<int> { 1 }, default));
        Assert.Equal("lake.file_unreachable", failed.Fault.Code);
        store.Fails = false;
        using var lease = await files.LeaseAsync([paths.PathOf("s3://bucket/t/a.parquet")], new HashSet<int> { 1 }, default);
    }

    [Theory]
    [InlineData("s3://bucket/plain/name-1_2=3.parquet")]
    [InlineData("s3://Bucket/Größe/100%/a b/../.hidden/%41/a'b\"c")]
    [InlineData("s3://b//double//")]
    public void A_path_tells_its_location(string location)
    {
        foreach (var one in new[] { location, location + new string('x', 700), location + new string('表', 300) })
        {
            var path = paths.PathOf(one);
            Assert.Equal(one, paths.LocationOf(path));
            Assert.True(files.IsCopy(path));
            Assert.All(path[(paths.Folder.Length + 1)..].Split('/'), part => Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, 255));
            Assert.Equal([path], files.In($"select * from read_parquet(['/x.parquet', {SqlText.Literal(path)}]) where a = 'b'"));
        }
    }

    private void Restart() => files = new RemoteFiles(store, paths, new CopyShelf(paths, options, clock));

    private async Task<string> TextAsync(string what, string path)
    {
        var rows = await connection.RowsAsync($"select {what} from read_parquet('{path}')", [], CancellationToken.None);
        return string.Join(' ', rows[0].Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!)).Replace("True", "true", StringComparison.Ordinal);
    }

    /// <summary>A folder as an object store that counts what is read of it.</summary>
    private sealed class CountingStore(string root) : IObjectStore
    {
        private readonly LocalStore inner = new(TimeProvider.System);
        private long bytes;
        private int calls;

        public bool Fails { get; set; }

        public long Bytes => Interlocked.Read(ref bytes);

        public int Calls => calls;

        public bool Serves(string location) => true;

        public Task<StoredObject?> FindAsync(string location, CancellationToken cancellationToken) => inner.FindAsync(Local(location), cancellationToken);

        public Task<byte[]> ReadAsync(string location, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async Task<byte[]> ReadAsync(string location, long offset, int length, CancellationToken cancellationToken)
        {
            if (Fails)
            {
                throw new IOException("Failed on purpose");
            }

            Interlocked.Increment(ref calls);
            var read = await inner.ReadAsync(Local(location), offset, length, cancellationToken);
            Interlocked.Add(ref bytes, read.Length);
            return read;
        }

        public Task CreateAsync(string location, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task TakeAsync(string localFile, string location, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task TouchAsync(string location, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(IReadOnlyCollection<string> locations, CancellationToken cancellationToken) => throw new NotSupportedException();

        public string WritePath(string location) => throw new NotSupportedException();

        public string? ReadPath(string location) => throw new NotSupportedException();

        private string Local(string location) => LocalStore.ToLocation(Path.Combine(root, location["s3://".Length..]));
    }
}
