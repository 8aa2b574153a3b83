namespace Talentys.Kernel;

/// <summary>What access policies and grants let each principal see; implemented by the Governance module.</summary>
public interface IAccessPolicies
{
    /// <summary>What a principal may see in a scope, by the policies as they are now. Cheap: asked for each statement.</summary>
    /// <exception cref="FaultException"><c>governance.policies_invalid</c>: files of policies have faults, so nobody reads until they are mended.</exception>
    ValueTask<IAccess> OfAsync(Principal principal, Scope scope, CancellationToken cancellationToken);
}

/// <summary>What one principal may see. A snapshot: it stays as it is when policies change.</summary>
public interface IAccess
{
    /// <summary>Who asks, with the groups and attributes that it has now; null where nobody knows more than was told.</summary>
    Principal? Principal { get; }

    /// <summary>Nothing at all is kept from this principal.</summary>
    bool IsOpen { get; }

    /// <summary>Whether there are any policies or grants, for whomever.</summary>
    bool HasPolicies { get; }

    /// <summary>Tells what shapes this principal's view of tables: principals with equal fingerprints see the same.</summary>
    string Fingerprint { get; }

    /// <summary>Whether a table is there for the principal.</summary>
    bool MayRead(TableName table);

    /// <summary>Whether the number of rows of a table, and what tells of it, may be told.</summary>
    bool MayCount(TableName table);

    /// <summary>Whether grants let the principal change a table; its masks and row filters are asked for by <see cref="Of"/>.</summary>
    bool MayWrite(TableName table);

    /// <summary>How the principal sees a table.</summary>
    /// <param name="table">The table whose rights hold.</param>
    /// <param name="columns">Its columns at the version that is read.</param>
    /// <param name="current">Names of its columns at the current version, where another one is read.</param>
    TableAccess Of(TableName table, IReadOnlyList<PolicyColumn> columns, IReadOnlyCollection<string>? current = null);
}

/// <summary>A column as policies look at it.</summary>
/// <param name="Name">Name at the version that is read.</param>
/// <param name="SqlType">Type in the engine's words.</param>
/// <param name="CurrentName">Name at the current version when it is another: the policies of both names hold.</param>
public sealed record PolicyColumn(string Name, string SqlType, string? CurrentName = null);
