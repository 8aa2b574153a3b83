using Talentys.Contracts;
using Talentys.Ingestion.Rejects;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Statuses;

/// <summary>Tells how sources fare: their files, their tables and their last syncs together.</summary>
internal sealed class SourceStatuses(IResourceFiles files, ILake lake, SourceRuns runs)
{
    public async Task<IReadOnlyList<SourceStatus>> ListAsync(Scope scope, CancellationToken cancellationToken)
    {
        var sources = await files.ListAsync(SourceKind.KindName, cancellationToken);
        var tables = await TablesAsync(scope, cancellationToken);
        var last = await runs.LastAsync(scope, [.. sources.Select(source => source.Name)], cancellationToken);
        return [.. sources.Select(source => Status(source, tables, last.GetValueOrDefault(source.Name)))];
    }

    /// <exception cref="FaultException"><c>ingestion.source_unknown</c>, or why the file is no text.</exception>
    public async Task<SourceDetail> DetailAsync(Scope scope, string name, CancellationToken cancellationToken)
    {
        var sources = await files.ListAsync(SourceKind.KindName, cancellationToken);
        var source = sources.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw DeclaredSources.Missing(name, sources.Select(one => one.Name));
        if (source is not { Text: { } text, Version: { } version })
        {
            throw new FaultException(source.Faults);
        }

        var tables = await TablesAsync(scope, cancellationToken);
        var last = (await runs.LastAsync(scope, [source.Name], cancellationToken)).GetValueOrDefault(source.Name);
        return new SourceDetail(Status(source, tables, last), source.Content, text, version, Streams(source, tables, last));
    }

    private static SourceStatus Status(ResourceFile source, Dictionary<TableName, TableSummary> tables, PastRun? last)
    {
        var own = Own(source.Name, tables);
        var rejected = own.Sum(table => Rejected(table.Name, tables));
        var root = source.Document?.Root;
        return new SourceStatus(
            source.Name, root?.Text("type") ?? "", root?.Text("path") ?? "", root?.Text("description"), source.Path,
            source.Faults.Count > 0 ? "invalid" : SourceProgress.Health(last, source.Name, own.Count, rejected),
            last is null ? null : SourceProgress.Of(last, source.Name, source.Path),
            own.Count, own.Sum(table => table.Rows), rejected, [.. source.Faults.Select(SourceProgress.Told)]);
    }

    private static IReadOnlyList<StreamStatus> Streams(ResourceFile source, Dictionary<TableName, TableSummary> tables, PastRun? last)
    {
        string[] declared = [.. (source.Document?.Root["streams"] as ResourceNode.Mapping)?.Entries.Select(entry => entry.Key.Text!) ?? []];
        var steps = last is null ? [] : SourceProgress.Steps(last, source.Name);
        var found = Own(source.Name, tables).Select(table => table.Name.Name)
            .Concat(steps.Select(step => step.Name[(source.Name.Length + 1)..]))
            .Order(StringComparer.OrdinalIgnoreCase);
        return [.. declared.Concat(found).Distinct(StringComparer.OrdinalIgnoreCase).Select(stream =>
        {
            var name = new TableName(source.Name, stream);
            var table = tables.GetValueOrDefault(name);
            var step = steps.FirstOrDefault(one => one.Name.Equals(name.ToString(), StringComparison.OrdinalIgnoreCase));
            return new StreamStatus(
                stream, declared.Contains(stream, StringComparer.OrdinalIgnoreCase), table?.Rows, Rejected(name, tables), table?.ChangedAt,
                step is null ? null : SourceProgress.Told(step));
        })];
    }

    private static List<TableSummary> Own(string source, Dictionary<TableName, TableSummary> tables) =>
        [.. tables.Values.Where(table => table.Name.Schema.Equals(source, StringComparison.OrdinalIgnoreCase))];

    private static long Rejected(TableName table, Dictionary<TableName, TableSummary> tables) => tables.GetValueOrDefault(RejectsTable.Of(table))?.Rows ?? 0;

    private async Task<Dictionary<TableName, TableSummary>> TablesAsync(Scope scope, CancellationToken cancellationToken) =>
        (await lake.ListAsync(scope, hidden: true, cancellationToken)).ToDictionary(table => table.Name);
}
