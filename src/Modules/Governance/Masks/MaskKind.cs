namespace Talentys.Governance.Masks;

/// <summary>What is shown instead of a value. The order is that of restriction: of several masks on a column the first holds.</summary>
internal enum MaskKind
{
    /// <summary>NULL.</summary>
    Null,

    /// <summary>The same for all values.</summary>
    Constant,

    /// <summary>A token that only this organisation can make, the same for the same value.</summary>
    Pseudonym,

    /// <summary>SHA-256 of the text: the same everywhere, so that whoever guesses a value can prove it.</summary>
    Hash,

    /// <summary>The last letters.</summary>
    Partial,

    /// <summary>The first letter and the domain.</summary>
    Email,

    /// <summary>The first moment of the year.</summary>
    Year,

    /// <summary>The first moment of the month.</summary>
    Month,

    /// <summary>An expression of the policy's writer.</summary>
    Sql,
}
