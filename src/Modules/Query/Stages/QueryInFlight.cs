using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>One statement on its way through the stages. Each stage fills its own part and reads those before it.</summary>
internal sealed class QueryInFlight(string id, QueryOrder order, DateTimeOffset startedAt)
{
    public string Id { get; } = id;

    public QueryOrder Order { get; } = order;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Set by parse.</summary>
    public StatementText Text { get; set; } = null!;

    /// <summary>Set by parse.</summary>
    public StatementFacts Facts { get; set; } = null!;

    /// <summary>Set by bind: the tables it names, each at its version.</summary>
    public IReadOnlyList<BoundReference> References { get; set; } = [];

    /// <summary>The tables it reads.</summary>
    public IEnumerable<TableName> Tables => References.Select(bound => bound.Table.Name).Distinct();

    /// <summary>Set by bind: a statement composed by the platform that runs instead (SHOW TABLES); null runs the text.</summary>
    public string? Composed { get; set; }

    /// <summary>Set by world: the text that runs, and the way back to the one that was written.</summary>
    public RewrittenText Runs { get; set; } = null!;

    /// <summary>Set by world.</summary>
    public EngineStatement Statement { get; set; } = null!;

    /// <summary>Set by execute.</summary>
    public IEngineResult Result { get; set; } = null!;

    public Scope Scope => Order.Scope;
}
