using Talentys.Kernel;

namespace Talentys.Transformation.Tests;

/// <summary>Policies that keep some tables from readers.</summary>
internal sealed class HiddenTables : IAccessPolicies
{
    /// <summary>The tables.</summary>
    public HashSet<TableName> Tables { get; } = [];

    public ValueTask<IAccess> OfAsync(Principal principal, Scope scope, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IAccess>(Tables.Count == 0 || principal.Is(Roles.Administrator) ? NoPolicies.Instance : new Access(this));

    private sealed class Access(HiddenTables hidden) : IAccess
    {
        public Principal? Principal => null;

        public bool IsOpen => false;

        public bool HasPolicies => true;

        public string Fingerprint => "some";

        public bool MayRead(TableName table) => !hidden.Tables.Contains(table);

        public bool MayCount(TableName table) => MayRead(table);

        public bool MayWrite(TableName table) => MayRead(table);

        public TableAccess Of(TableName table, IReadOnlyList<PolicyColumn> columns, IReadOnlyCollection<string>? current = null) =>
            new(table, MayRead(table) ? [.. columns.Select(column => new ColumnAccess(column.Name, null, null))] : [], Talentys.Kernel.Principal.EmptySet, null, 0);
    }
}
