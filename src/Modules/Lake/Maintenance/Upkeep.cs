using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Maintenance;

/// <summary>The kinds of upkeep in their order, and the tables that may be kept.</summary>
internal sealed class Upkeep(IEnumerable<IUpkeepAction> actions, TableStore store)
{
    // a file that is younger may belong to a write that has not told yet that it goes on
    private static readonly TimeSpan LeastOrphanAge = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<IUpkeepAction> actions = [.. actions];

    /// <summary>The kinds that a request asks for.</summary>
    public IEnumerable<IUpkeepAction> ActionsOf(MaintenanceRequest request) =>
        request.Actions is { Count: > 0 } some ? actions.Where(action => some.Contains(action.Name)) : actions;

    /// <summary>What a request asks for beyond the rules of tables.</summary>
    public static UpkeepOrder OrderOf(MaintenanceRequest request) => new(
        Span(request.KeepForSeconds), request.KeepVersions, Span(request.OrphansAfterSeconds));

    /// <summary>Tells all that is wrong with a request.</summary>
    /// <exception cref="FaultException"><c>lake.maintenance_invalid</c>, <c>lake.table_unknown</c>.</exception>
    public async Task CheckAsync(Scope scope, MaintenanceRequest request, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        faults.AddRange((request.Actions ?? []).Where(name => !actions.Any(action => action.Name == name)).Select(name => Invalid(
            $"There is no upkeep named {name}.", "actions", $"Choose of {string.Join(", ", actions.Select(action => action.Name))}.")));
        if (request.KeepForSeconds < 0 || request.KeepVersions < 1)
        {
            faults.Add(Invalid("At least one version stays, and ages are not negative.", "keepVersions", "Keep 1 version or more."));
        }

        if (request.OrphansAfterSeconds is { } age && age < LeastOrphanAge.TotalSeconds)
        {
            faults.Add(Invalid("Files of the last hour are never taken for left over.", "orphansAfterSeconds", "Give 3600 or more."));
        }

        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }

        await TablesAsync(scope, request.Tables ?? [], cancellationToken);
    }

    /// <summary>Tables by name, all of the scope for none. Those whose files belong to another engine are not kept here.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>, <c>lake.table_foreign</c>.</exception>
    public async Task<IReadOnlyList<LakeTableRow>> TablesAsync(Scope scope, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return [.. (await store.OfScopeAsync(scope, cancellationToken)).Where(row => row is { Foreign: false, MetadataFile: not null })];
        }

        var rows = new List<LakeTableRow>();
        foreach (var text in names)
        {
            var name = TableName.Parse(text);
            var row = await store.FindAsync(scope, name, cancellationToken);
            if (row?.MetadataFile is null)
            {
                throw new FaultException(LakeFaults.TableUnknown(name));
            }

            rows.Add(row.Foreign
                ? throw new FaultException(LakeFaults.TableForeign(name))
                : row);
        }

        return rows;
    }

    private static Fault Invalid(string message, string place, string mend) => Fault.Invalid("lake.maintenance_invalid", message, place, mend);

    private static TimeSpan? Span(long? seconds) => seconds is { } given ? ExpiryRules.Span(Math.Min(given, long.MaxValue / 1000) * 1000) : null;
}
