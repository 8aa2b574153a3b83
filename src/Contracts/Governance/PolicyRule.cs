namespace Talentys.Contracts;

/// <summary>A rule of access policies.</summary>
/// <param name="Policy">The policy's file: its name, or <c>access</c>.</param>
/// <param name="Kind">mask, rows, min_group_size or grant.</param>
/// <param name="On">Tables or columns by pattern, or a tag as <c>tag:pii.email</c>.</param>
/// <param name="What">The mask, the condition, the number of rows, or what is granted.</param>
/// <param name="To">For whom; empty for everyone.</param>
/// <param name="Except">But not for these.</param>
public sealed record PolicyRule(
    string Policy, string Kind, IReadOnlyList<string> On, string What, IReadOnlyList<string> To, IReadOnlyList<string> Except);

/// <summary>How a test of a policy went.</summary>
/// <param name="Policy">The policy's file.</param>
/// <param name="Place">Where the test stands.</param>
/// <param name="As">Who asked.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Passed">Whether what came is what was expected.</param>
/// <param name="Difference">What came instead; null when it passed.</param>
public sealed record PolicyTestResult(string Policy, string Place, string As, string Sql, bool Passed, string? Difference);
