using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Query.Stages;

/// <summary>How principals see tables, and whether they may change them.</summary>
internal sealed class TableRights(ILake lake)
{
    private const string AboutTable = "$";

    /// <summary>How the statement's principal sees a table; of a table about a table how it sees that one.</summary>
    /// <param name="access">What the principal may see.</param>
    /// <param name="scope">Where the table is.</param>
    /// <param name="table">The table at the version that is read.</param>
    /// <param name="isCurrent">Whether that is the current one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TableAccess> OfAsync(IAccess access, Scope scope, LakeTable table, bool isCurrent, CancellationToken cancellationToken)
    {
        if (access.IsOpen)
        {
            return access.Of(table.RightsOf, []);
        }

        // what a column was called before does not matter: the policy of its name now holds at older versions too
        var about = IsAboutTable(table);
        var current = (isCurrent && !about ? null : await lake.OpenAsync(scope, table.RightsOf, TableAt.Current, cancellationToken)) is { } now && now.Id == table.Id ? now : table;
        var names = current.Columns.DistinctBy(column => column.FieldId).ToDictionary(column => column.FieldId, column => column.Name);
        var read = about ? current : table;
        return access.Of(
            table.RightsOf,
            [.. read.Columns.Select(column => new PolicyColumn(column.Name, column.SqlType, names.GetValueOrDefault(column.FieldId)))],
            [.. current.Columns.Select(column => column.Name)]);
    }

    /// <summary>Whether it tells of a table, as <c>orders$files</c> does.</summary>
    public static bool IsAboutTable(LakeTable table) => table.Name != table.RightsOf && table.Name.Name.Contains(AboutTable, StringComparison.Ordinal);

    /// <summary>
    /// Refuses a change of a table by a principal who does not see it as it is, or to whom it is not granted: what a change counts,
    /// compares and refuses would tell of what is hidden.
    /// </summary>
    /// <exception cref="FaultException"><c>query.write_denied</c>; a table that is not there for the principal is the caller's to tell.</exception>
    public async Task DemandWriteAsync(IAccess access, Scope scope, LakeTable table, CancellationToken cancellationToken)
    {
        if (!access.MayWrite(table.RightsOf))
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.write_denied", $"You may not change {table.RightsOf}.", null, "Ask an administrator for the right to write it."));
        }

        if (!(await OfAsync(access, scope, table, isCurrent: true, cancellationToken)).IsWhole)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.write_denied", $"An access policy hides part of {table.RightsOf} from you, so you cannot change it.", null,
                "Let somebody change it who sees it whole."));
        }
    }
}
