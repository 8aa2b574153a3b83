using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Schemas;

/// <summary>Decides the columns of the table from what the files hold, what the table has, and what was declared for a change.</summary>
internal static class TargetColumns
{
    /// <param name="work">The stream.</param>
    /// <param name="groups">What its files hold.</param>
    /// <param name="append">Whether the table keeps its rows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<TargetTable> DecideAsync(LoadWork work, IReadOnlyList<ReadGroup> groups, bool append, CancellationToken cancellationToken)
    {
        var known = (work.Existing?.Columns ?? []).ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        var policy = work.Definition.OnSchemaChange;
        var fits = work.Existing is not null && (append || policy != SchemaChange.Evolve);
        List<TargetColumn> columns = [];
        string? clash = null;
        foreach (var column in groups.SelectMany(group => group.Columns).GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase))
        {
            List<string> types = [.. column.Where(read => !read.Empty).Select(read => read.SqlType).Distinct()];
            var type = types.Count switch { 0 => null, 1 => types[0], _ => await SqlTypes.CommonAsync(work.Connection, types, cancellationToken) };
            var original = column.First().Original;
            if (!fits || !known.TryGetValue(column.Key, out var has))
            {
                if (fits && policy == SchemaChange.Freeze)
                {
                    throw Changed(work, $"the column {column.Key} is new");
                }

                columns.Add(new TargetColumn(column.Key, type ?? "VARCHAR", original));
                continue;
            }

            if (type is not null && policy == SchemaChange.Evolve && SqlTypes.Widens(has.SqlType, type))
            {
                columns.Add(new TargetColumn(has.Name, type, original));
                continue;
            }

            if (type is null || SqlTypes.Takes(has.SqlType, type) || policy == SchemaChange.DiscardValue)
            {
                columns.Add(new TargetColumn(has.Name, has.SqlType, original));
                continue;
            }

            if (policy != SchemaChange.Evolve)
            {
                throw Changed(work, $"the column {has.Name} is {has.SqlType} in the table and {type} in the files");
            }

            clash ??= $"the column {has.Name} is {has.SqlType} in the table and {type} in the files";
            columns.Add(new TargetColumn(has.Name, await SqlTypes.CommonAsync(work.Connection, [has.SqlType, type], cancellationToken), original));
        }

        if (columns.Count == 0)
        {
            throw new FaultException(LoadFaults.NoColumns(work.Job.Table));
        }

        if (fits && (policy != SchemaChange.Evolve || clash is not null))
        {
            columns.AddRange(Missing(known.Values, columns));
        }

        return new TargetTable(columns, clash);
    }

    private static IEnumerable<TargetColumn> Missing(IEnumerable<LakeColumn> known, List<TargetColumn> columns)
    {
        HashSet<string> names = new(columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase);
        return [.. known.Where(column => !names.Contains(column.Name)).Select(column => new TargetColumn(column.Name, column.SqlType, column.Doc ?? column.Name))];
    }

    private static FaultException Changed(LoadWork work, string what) => new(LoadFaults.SchemaChanged(
        work.Job.Table, what, "Let the table follow with on_schema_change: evolve, or declare the type of the column."));
}
