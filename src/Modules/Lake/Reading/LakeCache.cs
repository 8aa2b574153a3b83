using Microsoft.Extensions.Caching.Memory;

namespace Talentys.Lake.Reading;

/// <summary>Keeps what was read of files that never change, up to a size; the least used goes first.</summary>
internal sealed class LakeCache(LakeOptions options) : IDisposable
{
    // what is made of a file takes about this many times its bytes in memory
    private const int Weight = 4;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = options.CacheBytes, CompactionPercentage = 0.2 });

    /// <summary>What was made of a file before, or is made of it now.</summary>
    public async Task<T> ReadAsync<T>(string path, Func<byte[], T> parse, CancellationToken cancellationToken)
        where T : class
    {
        if (cache.TryGetValue(path, out var found) && found is T known)
        {
            return known;
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        var parsed = parse(bytes);
        Keep(path, parsed, bytes.Length);
        return parsed;
    }

    /// <summary>Something kept under a key.</summary>
    public T? Find<T>(string key)
        where T : class => cache.TryGetValue(key, out var found) ? found as T : null;

    /// <summary>Keeps something.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="bytes">Length of what it was made of.</param>
    public void Keep(string key, object value, long bytes) =>
        cache.Set(key, value, new MemoryCacheEntryOptions { Size = (bytes + key.Length) * Weight });

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();
}
