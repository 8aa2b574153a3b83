using System.Numerics;
using System.Text;

namespace Talentys.Samples.Randomness;

/// <summary>
/// xoshiro256** seeded by splitmix64 (Blackman and Vigna, https://prng.di.unimi.it). Its numbers are part of the sample's
/// promise to be the same bytes on every runtime, so it only uses integer arithmetic and exact scaling.
/// </summary>
internal sealed class Rng
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <summary>A stream of its own for a purpose and up to two numbers: independent of what was drawn elsewhere.</summary>
    public Rng(string purpose, long a = 0, long b = 0) => Seed(Hash(purpose), a, b);

    public static ulong Hash(string purpose)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(purpose))
        {
            hash = (hash ^ octet) * 1099511628211UL;
        }

        return hash;
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>From and to included.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);

    /// <summary>0 to 1, 1 excluded, 53 bits.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Fills a pattern: <c>#</c> a digit, <c>%</c> a digit from 1, <c>?</c> a capital letter.</summary>
    public string Fill(string pattern) =>
        string.Create(pattern.Length, (pattern, this), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = state.pattern[i] switch
                {
                    '#' => (char)('0' + state.Item2.Below(10)),
                    '%' => (char)('1' + state.Item2.Below(9)),
                    '?' => "ABDEFGHJLNPQRSTUWXYZ"[state.Item2.Below(20)],
                    var other => other,
                };
            }
        });

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private void Seed(ulong purpose, long a, long b)
    {
        var state = purpose;
        state = SplitMix(ref state) ^ (ulong)a;
        state = SplitMix(ref state) ^ (ulong)b;
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }
}
