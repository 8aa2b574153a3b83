using Microsoft.Extensions.Caching.Memory;

namespace Talentys.Lake.Reading;

/// <summary>Keeps what was read of files that never change, up to a size; the least used goes first.</summary>
internal sealed class LakeCache(LakeOptions options) : IDisposable
{
    // what is made of a file takes about this many times its bytes in memory
    private const int Weight = 4;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = options.CacheBytes, CompactionPercentage = 0.2 });

    /// <summary>Something kept under a key.</summary>
    public T? Find<T>(string key)
        where T : class => cache.TryGetValue(key, out var found) ? found as T : null;

    /// <summary>Keeps something.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="bytes">Length of what it was made of.</param>
    /// <param name="weight">How many times as much it takes in memory.</param>
    public void Keep(string key, object value, long bytes, int weight = Weight) =>
        cache.Set(key, value, new MemoryCacheEntryOptions { Size = (bytes + key.Length) * weight });

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();
}
