using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Engines;
using Talentys.Query.History;
using Talentys.Query.Public;
using Talentys.Query.Sessions;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>One statement on its way through the stages. Each stage fills its own part and reads those before it.</summary>
internal sealed class QueryInFlight(string id, QueryOrder order, DateTimeOffset startedAt)
{
    public string Id { get; } = id;

    public QueryOrder Order { get; } = order;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>The text of the order.</summary>
    public WrittenText Written { get => field ??= new WrittenText(Order.Sql); init; }

    /// <summary>Whose rights hold: who asks, or whose view is taken. With the groups of now; set before the first stage.</summary>
    public Principal Principal { get; set; } = order.Principal;

    /// <summary>What the principal may see; set before the first stage.</summary>
    public IAccess Access { get; set; } = NoPolicies.Instance;

    /// <summary>What the statement does, in a word: <c>SELECT</c>, <c>INSERT</c>, ...</summary>
    public string Command { get; set; } = "SELECT";

    /// <summary>The table that a composed query reads with the places of its rows, because the statement changes it; null for others.</summary>
    public TargetRows? Target { get; init; }

    /// <summary>What who asks may take; set before the first stage.</summary>
    public QueryLimits Limits { get; init; } = new();

    /// <summary>Where it stands in line; the queries that a statement which writes is made of stand where that one does.</summary>
    public Standing Standing { get; init; } = new();

    /// <summary>Set by limits.</summary>
    public Lane Lane { get; set; }

    /// <summary>Set by limits: whether it is so little that one thread does it.</summary>
    public bool IsLight { get; set; }

    /// <summary>Set by parse; before it for a query that was composed of parts of a statement.</summary>
    public StatementText Text { get; set; } = null!;

    /// <summary>Set by parse.</summary>
    public StatementFacts Facts { get; set; } = null!;

    /// <summary>Set by bind: the tables it names, each at its version.</summary>
    public IReadOnlyList<BoundReference> References { get; set; } = [];

    /// <summary>Set by bind: the views that it reads, each after those that it reads itself.</summary>
    public IReadOnlyList<BoundView> Views { get; set; } = [];

    /// <summary>Set by bind: where its text names views.</summary>
    public IReadOnlyList<BoundName> ViewNames { get; set; } = [];

    /// <summary>Set by bind: the system tables that it and its views name.</summary>
    public IReadOnlyList<BoundSystemTable> SystemTables { get; set; } = [];

    /// <summary>Set by bind: the functions about system tables that it and its views call.</summary>
    public IReadOnlyCollection<string> SystemFunctions { get; set; } = [];

    /// <summary>The tables it reads and changes; with their environment where that is another one.</summary>
    public IEnumerable<string> Tables => References.Select(bound => LineageInput.NameOf(this, bound.Ground.Scope, bound.Table.RightsOf)).Concat(Changed.Select(table => table.ToString())).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tables that it changes.</summary>
    public List<TableName> Changed { get; } = [];

    /// <summary>Set by authorize: how tables are seen that are not seen as they are, by who asks or by who made the view that names them.</summary>
    public IReadOnlyDictionary<BoundReference, TableAccess> Restricted { get; set; } = new Dictionary<BoundReference, TableAccess>();

    /// <summary>Set by authorize: whether values or rows of its tables are hidden, so that nothing may quote or count what is not shown.</summary>
    public bool IsGuarded { get; set; }

    /// <summary>Set by bind and authorize: changes of the text that context functions and policies ask for.</summary>
    public IReadOnlyList<TextEdit> Edits { get; set; } = [];

    /// <summary>Set by bind: the values of <c>$1</c> and <c>?</c>, by the numbers that they have in the text that runs.</summary>
    public IReadOnlyList<object?> Parameters { get; set; } = order.Parameters;

    /// <summary>Set by plan: the files that it reads of each table.</summary>
    public IReadOnlyDictionary<LakeTable, TableScan> Scans { get; set; } = new Dictionary<LakeTable, TableScan>();

    /// <summary>Set by bind or plan: a statement composed by the platform that runs instead (SHOW TABLES, figures of a whole table); null runs the text.</summary>
    public string? Composed { get; set; }

    /// <summary>Set by world: the text that runs, and the way back to the one that was written.</summary>
    public EditedText Runs { get; set; } = null!;

    /// <summary>Set by world.</summary>
    public EngineStatement Statement { get; set; } = null!;

    /// <summary>Set by a statement that writes: what RETURNING gives.</summary>
    public IEngineResult? Returned { get; private set; }

    /// <summary>Set by a statement that writes and is only described: the parameters of the query by which it finds its rows.</summary>
    public IReadOnlyList<Field> Described { get; set; } = [];

    /// <summary>Sets what is returned, in place of what was when the statement was tried before.</summary>
    public async Task ReturnAsync(IEngineResult rows)
    {
        if (Returned is { } before)
        {
            await before.DisposeAsync();
        }

        Returned = rows;
    }

    /// <summary>Set by execute.</summary>
    public IEngineResult Result { get; set; } = null!;

    public Scope Scope => Order.Scope;

    /// <summary>Whether a name is that of a temporary table of its session.</summary>
    public bool Owns(TableName name) => Order.Temporary?.Owns(name) is true;

    /// <summary>The transaction that it is part of; null for one of its own.</summary>
    public QueryTransaction? Transaction => Order.Transaction;
}
