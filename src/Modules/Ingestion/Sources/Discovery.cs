using System.Globalization;
using Talentys.Contracts;
using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Sources;

/// <summary>Looks into the data of a source without loading it.</summary>
internal sealed class Discovery(DeclaredSources sources, StreamLoader loader)
{
    /// <param name="source">The source.</param>
    /// <param name="only">One of its streams; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<DiscoveredStream>> DiscoverAsync(SourceDefinition source, string? only, CancellationToken cancellationToken)
    {
        List<DiscoveredStream> streams = [];
        foreach (var job in sources.Streams(source, only is null ? null : [only]))
        {
            streams.Add(await loader.InspectAsync(job, new Silent(), (groups, work) => Task.FromResult(new DiscoveredStream(
                job.Table.Name, job.Files.Count, work.TotalBytes, groups.All(group => group.Rows is not null) ? groups.Sum(group => group.Rows) : null,
                work.Rejects.Count, Columns(groups))), cancellationToken));
        }

        return streams;
    }

    public async Task<StreamPreview> PreviewAsync(SourceDefinition source, string stream, int limit, CancellationToken cancellationToken)
    {
        var jobs = sources.Streams(source, [stream]);
        var job = jobs.Count > 0
            ? jobs[0]
            : throw new FaultException(Fault.NotFound("ingestion.stream_unknown", $"The source {source.Name} has no stream '{stream}'."));
        return await loader.InspectAsync(job, new Silent(), async (groups, work) =>
        {
            var texts = string.Join(", ", groups[0].Columns.Select(column => $"cast({SqlText.Quote(column.Name)} as varchar)"));
            var rows = await work.Connection.RowsAsync(
                string.Create(CultureInfo.InvariantCulture, $"select {texts} from ({groups[0].Select}) limit {limit}"), [], cancellationToken);
            return new StreamPreview(Columns([groups[0]]), [.. rows.Select(row => (IReadOnlyList<string?>)[.. row.Select(value => (string?)value)])]);
        }, cancellationToken);
    }

    private static List<DiscoveredColumn> Columns(IReadOnlyList<ReadGroup> groups) =>
    [
        .. groups.SelectMany(group => group.Columns).DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .Select(column => new DiscoveredColumn(column.Name, column.Original, column.SqlType)),
    ];

    private sealed class Silent : IStepContext
    {
        public void Log(RunLogLevel level, string message)
        {
        }

        public void Progress(long done, long? total, string unit)
        {
        }
    }
}
