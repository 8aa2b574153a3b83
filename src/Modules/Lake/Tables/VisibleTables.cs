using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.Tables;

/// <summary>What a caller may know of tables: which are there, their columns, how many rows they have, and whether it may change them.</summary>
internal sealed class VisibleTables(IAccessPolicies policies, ILake lake)
{
    /// <summary>What a principal may see.</summary>
    public ValueTask<IAccess> OfAsync(Principal principal, Scope scope, CancellationToken cancellationToken) =>
        policies.OfAsync(principal, scope, cancellationToken);

    /// <summary>Whether a table is there for a principal: hidden schemas hold rejected rows, raw as they came.</summary>
    public static bool MaySee(Principal principal, IAccess access, TableName table) =>
        (!table.Schema.StartsWith('_') || (principal.Is(Roles.Engineer) && access.IsOpen)) && access.MayRead(table);

    /// <summary>What a principal may see of a table that is there for it.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>.</exception>
    public async Task<IAccess> DemandAsync(Principal principal, Scope scope, TableName table, CancellationToken cancellationToken)
    {
        var access = await OfAsync(principal, scope, cancellationToken);
        return MaySee(principal, access, table) ? access : throw new FaultException(LakeFaults.TableUnknown(table));
    }

    /// <summary>Refuses to change a table that the principal does not see as it is, or may not write.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>, <c>lake.write_denied</c>.</exception>
    public async Task<IAccess> DemandWriteAsync(Principal principal, Scope scope, TableName table, CancellationToken cancellationToken)
    {
        var access = await DemandAsync(principal, scope, table, cancellationToken);
        if (!access.IsOpen && !(access.MayWrite(table) && await IsWholeAsync(access, scope, table, cancellationToken)))
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "lake.write_denied", $"You may not change {table}: it is not granted to you, or an access policy hides part of it.", null,
                "Ask an administrator for the right to write it."));
        }

        return access;
    }

    /// <summary>Refuses what names files by their place to principals from whom anything is kept: a place goes around names.</summary>
    /// <exception cref="FaultException"><c>lake.place_denied</c>.</exception>
    public async Task DemandPlacesAsync(Principal principal, Scope scope, CancellationToken cancellationToken)
    {
        if (!(await OfAsync(principal, scope, cancellationToken)).IsOpen)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "lake.place_denied", "Access policies apply to you, so you may not name files of tables by their place.", null,
                "Let somebody do it from whom nothing is hidden."));
        }
    }

    /// <summary>Whether a principal sees every row and value of a table; true of one that is not there.</summary>
    public async Task<bool> IsWholeAsync(IAccess access, Scope scope, TableName table, CancellationToken cancellationToken) =>
        access.IsOpen || await lake.OpenAsync(scope, table, TableAt.Current, cancellationToken) is not { } found || Of(access, found, found.Columns).IsWhole;

    /// <summary>How a principal sees a table, with the names that columns have now.</summary>
    public static TableAccess Of(IAccess access, LakeTable table, IReadOnlyList<LakeColumn> current)
    {
        var names = current.DistinctBy(column => column.FieldId).ToDictionary(column => column.FieldId, column => column.Name);
        return access.Of(
            table.RightsOf,
            [.. table.Columns.Select(column => new PolicyColumn(column.Name, column.SqlType, names.GetValueOrDefault(column.FieldId)))],
            [.. current.Select(column => column.Name)]);
    }

    /// <summary>A table's detail as a principal may know it.</summary>
    public static TableDetail Shown(TableDetail detail, IAccess access, TableAccess seen)
    {
        if (access.IsOpen)
        {
            return detail;
        }

        var columns = detail.Columns.Where(column => !seen.Hidden.Contains(column.Name)).Select(column => column with
        {
            Mask = seen.Columns.FirstOrDefault(one => one.Name == column.Name)?.Mask,
        });
        detail = detail with { Columns = [.. columns], Location = seen.IsWhole ? detail.Location : null };
        detail = seen.IsWhole ? detail : detail with { Partitions = [], Sort = [], Properties = new Dictionary<string, string>() };
        return access.MayCount(seen.Table) ? detail : detail with { Rows = 0, Bytes = 0, Files = 0, CountsHidden = true };
    }

    /// <summary>A table or view in a list.</summary>
    public static TableListItem Item(TableSummary table) => new(table.Name.Schema, table.Name.Name, table.Version, table.Rows, table.Bytes, table.ChangedAt)
    {
        Type = table.IsView ? "view" : "table",
    };

    /// <summary>A table in a list as a principal may know it.</summary>
    public static TableListItem Shown(TableListItem item, IAccess access) =>
        access.MayCount(new TableName(item.Schema, item.Name)) ? item : item with { Rows = 0, Bytes = 0, CountsHidden = true };

    /// <summary>A version as a principal may know it.</summary>
    public static TableVersionItem Shown(TableVersionItem item, IAccess access, TableName table) => access.MayCount(table) ? item
        : new TableVersionItem(item.Version, item.CommittedAt, item.Operation, 0, new Dictionary<string, string>())
        {
            By = item.By,
            Run = item.Run,
            RolledBackTo = item.RolledBackTo,
            CountsHidden = true,
        };
}
