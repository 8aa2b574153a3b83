namespace Talentys.Kernel;

/// <summary>A host without access policies: everybody sees all. The product always has the Governance module in its place.</summary>
public sealed class NoPolicies : IAccessPolicies, IAccess
{
    private NoPolicies()
    {
    }

    /// <summary>The only one.</summary>
    public static NoPolicies Instance { get; } = new();

    /// <inheritdoc/>
    public Principal? Principal => null;

    /// <inheritdoc/>
    public bool IsOpen => true;

    /// <inheritdoc/>
    public bool HasPolicies => false;

    /// <inheritdoc/>
    public string Fingerprint => "open";

    /// <inheritdoc/>
    public ValueTask<IAccess> OfAsync(Principal principal, Scope scope, CancellationToken cancellationToken) => ValueTask.FromResult<IAccess>(this);

    /// <inheritdoc/>
    public bool MayRead(TableName table) => true;

    /// <inheritdoc/>
    public bool MayCount(TableName table) => true;

    /// <inheritdoc/>
    public bool MayWrite(TableName table) => true;

    /// <inheritdoc/>
    public TableAccess Of(TableName table, IReadOnlyList<PolicyColumn> columns, IReadOnlyCollection<string>? current = null) =>
        new(table, [.. columns.Select(column => new ColumnAccess(column.Name, null, null))], Talentys.Kernel.Principal.EmptySet, null, 0);
}
