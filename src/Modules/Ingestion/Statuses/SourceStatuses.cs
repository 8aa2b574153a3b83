using Talentys.Contracts;
using Talentys.Ingestion.Rejects;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Statuses;

/// <summary>Tells how sources fare: their files, their tables and their last syncs together.</summary>
internal sealed class SourceStatuses(IResourceFiles files, ILake lake, SourceRuns runs, IAccessPolicies policies)
{
    public async Task<IReadOnlyList<SourceStatus>> ListAsync(Principal principal, Scope scope, CancellationToken cancellationToken)
    {
        var sight = new Sight(principal, await policies.OfAsync(principal, scope, cancellationToken));
        var sources = await files.ListAsync(SourceKind.KindName, cancellationToken);
        var tables = await TablesAsync(sight, scope, cancellationToken);
        var last = await runs.LastAsync(scope, [.. sources.Select(source => source.Name)], cancellationToken);
        return [.. sources.Select(source => Status(sight, source, tables, last.GetValueOrDefault(source.Name)))];
    }

    /// <exception cref="FaultException"><c>ingestion.source_unknown</c>, or why the file is no text.</exception>
    public async Task<SourceDetail> DetailAsync(Principal principal, Scope scope, string name, CancellationToken cancellationToken)
    {
        var sight = new Sight(principal, await policies.OfAsync(principal, scope, cancellationToken));
        var sources = await files.ListAsync(SourceKind.KindName, cancellationToken);
        var source = sources.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw DeclaredSources.Missing(name, sources.Select(one => one.Name));
        if (source is not { Text: { } text, Version: { } version })
        {
            throw new FaultException(source.Faults);
        }

        var tables = await TablesAsync(sight, scope, cancellationToken);
        var last = (await runs.LastAsync(scope, [source.Name], cancellationToken)).GetValueOrDefault(source.Name);
        return new SourceDetail(Status(sight, source, tables, last), source.Content, text, version, Streams(sight, source, tables, last));
    }

    private static SourceStatus Status(Sight sight, ResourceFile source, Dictionary<TableName, TableSummary> tables, PastRun? last)
    {
        var own = Own(source.Name, tables);
        var rejected = own.Sum(table => Rejected(table.Name, tables));
        var root = source.Document?.Root;
        return new SourceStatus(
            source.Name, root?.Text("type") ?? "", root?.Text("path") ?? "", root?.Text("description"), source.Path,
            source.Faults.Count > 0 ? "invalid" : SourceProgress.Health(last, source.Name, own.Count, rejected),
            last is null ? null : sight.Of(SourceProgress.Of(last, source.Name, source.Path), own),
            own.Count, own.Where(table => sight.SeesFigures(table.Name)).Sum(table => table.Rows), rejected, [.. source.Faults.Select(SourceProgress.Told)]);
    }

    private static IReadOnlyList<StreamStatus> Streams(Sight sight, ResourceFile source, Dictionary<TableName, TableSummary> tables, PastRun? last)
    {
        string[] declared = [.. (source.Document?.Root["streams"] as ResourceNode.Mapping)?.Entries.Select(entry => entry.Key.Text!) ?? []];
        var steps = last is null ? [] : SourceProgress.Steps(last, source.Name);
        var found = Own(source.Name, tables).Select(table => table.Name.Name)
            .Concat(steps.Where(step => sight.IsThere(TableName.Parse(step.Name))).Select(step => step.Name[(source.Name.Length + 1)..]))
            .Order(StringComparer.OrdinalIgnoreCase);
        return [.. declared.Concat(found).Distinct(StringComparer.OrdinalIgnoreCase).Select(stream =>
        {
            var name = new TableName(source.Name, stream);
            var table = tables.GetValueOrDefault(name);
            var step = steps.FirstOrDefault(one => one.Name.Equals(name.ToString(), StringComparison.OrdinalIgnoreCase));
            return new StreamStatus(
                stream, declared.Contains(stream, StringComparer.OrdinalIgnoreCase), sight.SeesFigures(name) ? table?.Rows : null, Rejected(name, tables), table?.ChangedAt,
                step is null ? null : sight.Of(SourceProgress.Told(step), name));
        })];
    }

    private static List<TableSummary> Own(string source, Dictionary<TableName, TableSummary> tables) =>
        [.. tables.Values.Where(table => table.Name.Schema.Equals(source, StringComparison.OrdinalIgnoreCase))];

    private static long Rejected(TableName table, Dictionary<TableName, TableSummary> tables) => tables.GetValueOrDefault(RejectsTable.Of(table))?.Rows ?? 0;

    private async Task<Dictionary<TableName, TableSummary>> TablesAsync(Sight sight, Scope scope, CancellationToken cancellationToken)
    {
        var all = await lake.ListAsync(scope, hidden: true, cancellationToken);
        if (sight.Access.IsOpen)
        {
            return all.ToDictionary(table => table.Name);
        }

        // rejected rows are counted for those who may know how many rows of the table itself came
        var rejects = all.Where(table => sight.SeesFigures(table.Name)).Select(table => RejectsTable.Of(table.Name)).ToHashSet();
        return all.Where(table => table.Name.Schema.StartsWith('_') ? rejects.Contains(table.Name) : sight.IsThere(table.Name)).ToDictionary(table => table.Name);
    }

    /// <summary>What who asks may know of tables and of the work on them.</summary>
    private sealed record Sight(Principal Principal, IAccess Access)
    {
        public bool IsThere(TableName table) => Access.MayRead(table);

        public bool SeesFigures(TableName table) => Access.SeesFigures(Principal, table);

        public SourceRun Of(SourceRun run, IEnumerable<TableSummary> tables) =>
            Access.IsOpen || run.Fault is null || tables.All(table => Access.SeesWork(Principal, table.Name)) ? run : run with { Fault = Kept(run.Fault) };

        public StepDto Of(StepDto step, TableName table) => Access.IsOpen ? step : (SeesFigures(table) ? step : step with
        {
            Done = null,
            Total = null,
            Summary = null,
            Metrics = new Dictionary<string, double>(),
        }) with
        {
            Fault = step.Fault is null || Access.SeesWork(Principal, table) ? step.Fault : Kept(step.Fault),
        };

        private static ProblemFault Kept(ProblemFault fault) =>
            new(fault.Code, "It failed, and access policies keep the reason from you.", null, "Ask somebody who may change the table.");
    }
}
