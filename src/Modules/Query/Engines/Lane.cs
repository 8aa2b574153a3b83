namespace Talentys.Query.Engines;

/// <summary>Where a statement waits, and in which engine of its organisation it runs.</summary>
internal enum Lane
{
    /// <summary>Quick ones, several at once.</summary>
    Small,

    /// <summary>Those that read or make much: one after the other, in an engine of their own that gives way to the small ones.</summary>
    Heavy,

    /// <summary>Small ones that were lost with others: alone, so that it is seen which of them was the cause.</summary>
    Apart,
}
