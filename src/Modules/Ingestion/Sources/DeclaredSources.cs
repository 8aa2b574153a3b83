using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Sources;

/// <summary>The sources that the project declares now.</summary>
internal sealed class DeclaredSources(IResources resources, SourceKind kind)
{
    public async Task<IReadOnlyList<SourceDefinition>> ListAsync(CancellationToken cancellationToken)
    {
        var set = await resources.LoadAsync(SourceKind.KindName, cancellationToken);
        return set.Faults.Count > 0
            ? throw new FaultException(set.Faults)
            : [.. set.Documents.Select(document => kind.Parse(document).Value).OrderBy(source => source.Name, StringComparer.Ordinal)];
    }

    public async Task<SourceDefinition> FindAsync(string name, CancellationToken cancellationToken)
    {
        var sources = await ListAsync(cancellationToken);
        return sources.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Missing(name, sources);
    }

    public IReadOnlyList<StreamJob> Streams(SourceDefinition source, IReadOnlyCollection<string>? wanted) =>
        kind.Connector(source.Type).Streams(source, wanted);

    private static FaultException Missing(string name, IReadOnlyList<SourceDefinition> sources) => new(Fault.NotFound(
        "ingestion.source_unknown", $"There is no source '{name}'.",
        sources.Count == 0 ? "Declare it in sources/." : $"Declared are: {string.Join(", ", sources.Select(source => source.Name))}."));
}
