namespace Talentys.Architecture.Tests.Tree;

/// <summary>Says all faults that a rule has found, one on a line.</summary>
internal static class Rule
{
    /// <summary>Passes when there is none.</summary>
    public static void Holds(IEnumerable<string> faults)
    {
        var found = faults.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
