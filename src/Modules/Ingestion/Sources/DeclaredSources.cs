using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Sources;

/// <summary>The sources that the project declares now.</summary>
internal sealed class DeclaredSources(IResources resources, SourceKind kind)
{
    /// <exception cref="FaultException">The faults of all files, when there are any.</exception>
    public async Task<IReadOnlyList<SourceDefinition>> ListAsync(CancellationToken cancellationToken)
    {
        var (sources, faults) = await ReadAsync(cancellationToken);
        return faults.Count > 0 ? throw new FaultException(faults) : sources;
    }

    /// <summary>The sources whose files have no faults, and the faults of the others.</summary>
    public async Task<(IReadOnlyList<SourceDefinition> Sources, IReadOnlyList<Fault> Faults)> ReadAsync(CancellationToken cancellationToken)
    {
        var set = await resources.LoadAsync(SourceKind.KindName, cancellationToken);
        return ([.. set.Documents.Select(document => kind.Parse(document).Value).OrderBy(source => source.Name, StringComparer.Ordinal)], set.Faults);
    }

    /// <summary>A source; faults of other files are no hindrance.</summary>
    public async Task<SourceDefinition> FindAsync(string name, CancellationToken cancellationToken)
    {
        var (sources, faults) = await ReadAsync(cancellationToken);
        return sources.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw (faults.Count > 0 ? new FaultException(faults) : Missing(name, sources.Select(source => source.Name)));
    }

    public IReadOnlyList<StreamJob> Streams(SourceDefinition source, IReadOnlyCollection<string>? wanted) =>
        kind.Connector(source.Type).Streams(source, wanted);

    public static FaultException Missing(string name, IEnumerable<string> declared) => new(Fault.NotFound(
        "ingestion.source_unknown", $"There is no source '{name}'.",
        declared.Any() ? $"Declared are: {string.Join(", ", declared)}." : "Declare it in sources/."));
}
