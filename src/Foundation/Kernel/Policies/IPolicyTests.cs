namespace Talentys.Kernel;

/// <summary>The tests that policies bring along, and the principals that they speak of; implemented by the Governance module.</summary>
public interface IPolicyTests
{
    /// <summary>The tests of all policies, in the order of files.</summary>
    /// <exception cref="FaultException"><c>governance.policies_invalid</c>.</exception>
    Task<IReadOnlyList<PolicyTest>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The principal that a name means: a user (<c>ann</c>, <c>user:ann</c>) of the organisation or of <c>access.yml</c>, or a
    /// reader who is in one group alone (<c>group:crm</c>). Null when there is none.
    /// </summary>
    Task<Principal?> FindAsync(string organisation, string name, CancellationToken cancellationToken);
}

/// <summary>A test of policies.</summary>
/// <param name="Policy">Name of the policy file.</param>
/// <param name="Place">Where the test stands.</param>
/// <param name="As">Who asks.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Expected">The rows that must come, as texts (null for NULL); null when it must fail.</param>
/// <param name="Fails">The code with which it must fail; null when it must not.</param>
public sealed record PolicyTest(
    string Policy, string Place, string As, string Sql, IReadOnlyList<IReadOnlyList<string?>>? Expected, string? Fails);
