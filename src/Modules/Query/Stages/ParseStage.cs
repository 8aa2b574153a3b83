using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>Finds one statement that only reads, and what it refers to. Guarantees: nothing else gets past.</summary>
internal sealed class ParseStage(SqlParser parser) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        query.Text ??= StatementText.Read(query.Written).Value;
        query.Facts = (await parser.ParseAsync(query.Text, cancellationToken)).Value;
    }
}
