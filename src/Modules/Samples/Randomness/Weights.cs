namespace Talentys.Samples.Randomness;

/// <summary>Draws an index in proportion to whole-number weights.</summary>
internal sealed class Weights
{
    private readonly int[] sums;

    public Weights(IEnumerable<int> weights)
    {
        var sum = 0;
        sums = [.. weights.Select(weight => sum += weight)];
    }

    public int Draw(Rng rng)
    {
        var found = Array.BinarySearch(sums, rng.Below(sums[^1]));
        // An exact hit on a sum belongs to the next index; a miss gives the complement of the first larger sum.
        return found >= 0 ? found + 1 : ~found;
    }
}
