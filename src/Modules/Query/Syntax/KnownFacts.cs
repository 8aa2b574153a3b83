using Microsoft.Extensions.Caching.Memory;

namespace Talentys.Query.Syntax;

/// <summary>
/// Facts of texts that were parsed before, up to a size; the least used go first. What a text means to whom is not in them:
/// they tell of the text alone, so that everybody may share them. Nobody changes them.
/// </summary>
internal sealed class KnownFacts : IDisposable
{
    private const long MostCharacters = 4_000_000;

    /// <summary>Texts longer than this are generated, and seldom sent twice.</summary>
    private const int LongestText = 100_000;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostCharacters, CompactionPercentage = 0.25 });

    /// <summary>The facts of a text; null when they are not known.</summary>
    public StatementFacts? Find(string text) => cache.TryGetValue(text, out var known) ? (StatementFacts)known! : null;

    /// <summary>Keeps the facts of a text.</summary>
    public void Keep(string text, StatementFacts facts)
    {
        if (text.Length <= LongestText)
        {
            cache.Set(text, facts, new MemoryCacheEntryOptions { Size = text.Length + 200 });
        }
    }

    public void Dispose() => cache.Dispose();
}
