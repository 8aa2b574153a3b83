using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Talentys.DuckDb.Public;
using Talentys.Lake.Public;

namespace Talentys.Query.Stages;

/// <summary>
/// Names the catalog of views that the statement sees, one for each organisation, environment and policy fingerprint, and
/// the views it needs there, each pinned to a table version. The statement itself runs as it was written.
/// </summary>
internal sealed class WorldStage : IQueryStage
{
    /// <summary>There are no access policies yet: everyone who may read sees the same.</summary>
    private const string NoPolicies = "open";

    public Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        query.Statement = new EngineStatement
        {
            Sql = query.Composed ?? query.Text.Sql,
            World = NameOf(query),
            Views = [.. query.Tables.Select(table => new WorldView(
                table.Name.Schema, table.Name.Name, RevisionOf(table), table.SelectSql))],
            Parameters = query.Order.Parameters,
            NamedParameters = query.Order.NamedParameters,
            Timeout = query.Order.Timeout,
        };
        return Task.CompletedTask;
    }

    /// <summary>
    /// What the view is pinned to. The number alone is not enough: columns change without a new version, and another engine's
    /// table may be taken in again from elsewhere.
    /// </summary>
    private static string RevisionOf(LakeTable table) =>
        string.Create(CultureInfo.InvariantCulture, $"{table.Id}@{table.Version.Number}:{table.SelectSql.Length:x}{table.SelectSql.GetHashCode(StringComparison.Ordinal):x}");

    private static string NameOf(QueryInFlight query)
    {
        var identity = $"{query.Scope.Organisation}\n{query.Scope.Environment}\n{NoPolicies}";
        return $"w_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16]}";
    }
}
