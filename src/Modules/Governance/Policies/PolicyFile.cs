using Talentys.Governance.Masks;
using Talentys.Governance.Patterns;
using Talentys.Governance.Subjects;
using Talentys.Kernel;

namespace Talentys.Governance.Policies;

/// <summary>What a file of <c>policies/</c> says.</summary>
internal sealed record PolicyFile(
    string Name,
    IReadOnlyDictionary<string, IReadOnlyList<NamePattern>> Tags,
    IReadOnlyList<MaskRule> Masks,
    IReadOnlyList<RowRule> Rows,
    GroupRule? Groups,
    IReadOnlyList<PolicyTest> Tests);

/// <summary>A mask on columns.</summary>
/// <param name="Columns">Columns by pattern.</param>
/// <param name="Tag">Columns by tag.</param>
/// <param name="Mask">The mask.</param>
/// <param name="Audience">Who sees it.</param>
internal sealed record MaskRule(IReadOnlyList<NamePattern> Columns, string? Tag, Mask Mask, Audience Audience);

/// <summary>A filter on the rows of tables.</summary>
/// <param name="On">Tables by pattern.</param>
/// <param name="Having">Only those that have this column.</param>
/// <param name="Keep">Which rows are there.</param>
/// <param name="Audience">For whom.</param>
internal sealed record RowRule(IReadOnlyList<NamePattern> On, string? Having, SqlExpression Keep, Audience Audience);

/// <summary>The least number of rows that an answer may tell of.</summary>
/// <param name="Size">The number.</param>
/// <param name="On">Tables by pattern.</param>
/// <param name="Audience">For whom.</param>
internal sealed record GroupRule(int Size, IReadOnlyList<NamePattern> On, Audience Audience);
