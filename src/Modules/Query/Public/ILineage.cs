using Talentys.Kernel;

namespace Talentys.Query.Public;

/// <summary>Tells for each column that statements write or return from which columns it comes. Nothing is run.</summary>
public interface ILineage
{
    /// <summary>Reads one or more statements, which feed each other in their order.</summary>
    /// <exception cref="FaultException">Codes <c>query.syntax</c>, <c>query.too_long</c>, <c>query.too_deep</c> and <c>lineage.*</c>, with the place in the text.</exception>
    Task<LineageAnswer> ReadAsync(string sql, LineageCatalog catalog, LineageOptions options, CancellationToken cancellationToken);
}
