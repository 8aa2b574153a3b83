using Talentys.Query.Lineage.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Public;

/// <summary>Lineage without a server: what <see cref="ILineage"/> does, with a parser of its own.</summary>
public static class SqlLineage
{
    /// <inheritdoc cref="ILineage.ReadAsync"/>
    public static async Task<LineageAnswer> ReadAsync(string sql, LineageCatalog catalog, LineageOptions options, CancellationToken cancellationToken)
    {
        using var parser = new SqlParser();
        return await new LineageReader(parser).ReadAsync(sql, catalog, options, cancellationToken);
    }
}
