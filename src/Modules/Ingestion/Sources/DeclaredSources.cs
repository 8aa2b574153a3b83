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
        return sources.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Missing(name, sources.Select(source => source.Name));
    }

    public IReadOnlyList<StreamJob> Streams(SourceDefinition source, IReadOnlyCollection<string>? wanted) =>
        kind.Connector(source.Type).Streams(source, wanted);

    public static FaultException Missing(string name, IEnumerable<string> declared) => new(Fault.NotFound(
        "ingestion.source_unknown", $"There is no source '{name}'.",
        declared.Any() ? $"Declared are: {string.Join(", ", declared)}." : "Declare it in sources/."));
}
