namespace Talentys.Gateway.Postgres.SystemCatalog;

/// <summary>
/// The seam for statements about <c>pg_catalog</c> that clients send by themselves: a statement that is known gets another text,
/// which takes the query path like any other.
/// </summary>
internal interface ICatalogStatements
{
    /// <summary>The text that runs instead; null for a statement that runs as it is.</summary>
    string? Find(string sql);
}
