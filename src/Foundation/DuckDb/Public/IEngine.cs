using System.Globalization;
using Apache.Arrow;

namespace Talentys.DuckDb.Public;

/// <summary>
/// The port behind which SQL runs. Only these messages and Arrow batches cross it, so that an engine in this process, in a
/// child process and on another machine are the same thing.
/// </summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>
    /// Starts a statement and returns when its schema is known. The views that it needs are made (or found) in its world first.
    /// </summary>
    /// <exception cref="Kernel.FaultException">
    /// <c>engine.sql_error</c> (with the engine's text and position), <c>engine.out_of_memory</c>, <c>engine.timeout</c>,
    /// <c>engine.crashed</c>, <c>engine.busy</c>.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled: the statement is interrupted, by force after a grace time. A child engine tells it at once, and
    /// <see cref="EngineStatement.Ended"/> when it has happened.
    /// </exception>
    Task<IEngineResult> RunAsync(EngineStatement statement, CancellationToken cancellationToken);
}

/// <summary>Rows of a running statement, as they come. Dispose ends the statement, and does not wait for that in a child.</summary>
public interface IEngineResult : IAsyncDisposable
{
    /// <summary>Names and types of the columns.</summary>
    Schema Schema { get; }

    /// <summary>The next batch (some tens of thousands of rows), which the caller disposes; null at the end.</summary>
    ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken);
}

/// <summary>A statement with all that it needs.</summary>
public sealed record EngineStatement
{
    /// <summary>Text of the statement, run as it stands.</summary>
    public required string Sql { get; init; }

    /// <summary>
    /// Name of the world whose catalog of views the statement sees: letters, digits and underscores. Statements with one
    /// name share views. Null: no catalog.
    /// </summary>
    public string? World { get; init; }

    /// <summary>The views that the statement refers to; made in the world when missing or of another version.</summary>
    public IReadOnlyList<WorldView> Views { get; init; } = [];

    /// <summary>Values of <c>?</c> or <c>$1</c> parameters in order: null, bool, long, double, decimal, string, DateTime (UTC), DateOnly.</summary>
    public IReadOnlyList<object?> Parameters { get; init; } = [];

    /// <summary>Values of <c>$name</c> parameters.</summary>
    public IReadOnlyDictionary<string, object?> NamedParameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>Longest time it may take until its last row is read.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// It is only prepared: there are no rows, and the schema holds its columns, then its parameters under their numbers or
    /// names. <see cref="EngineDescription.Of"/> tells them apart.
    /// </summary>
    public bool Describe { get; init; }

    /// <summary>It is so little that a second thread would cost more than it helps.</summary>
    public bool IsLight { get; init; }

    /// <summary>
    /// Called once when nothing of it is left in the engine, also when it could not be started. Who cancels or leaves it is told
    /// before that.
    /// </summary>
    public Action? Ended { get; init; }
}

/// <summary>A table as a principal sees it: a view pinned to a version.</summary>
/// <param name="Schema">Schema.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">What it is pinned to; another value replaces the view.</param>
/// <param name="Sql">The SELECT of the view.</param>
/// <param name="Slot">
/// 0 for the view that the plain name means. A statement that names several versions of one table finds the others under the
/// same name in catalogs beside it, which <see cref="CatalogOf"/> names.
/// </param>
public sealed record WorldView(string Schema, string Name, string Version, string Sql, int Slot = 0)
{
    /// <summary>
    /// It is a macro and not a view: what is called by this name means it before what the engine has. Its text begins with
    /// its parameters: <c>(a, b) AS (a + b)</c>.
    /// </summary>
    public bool IsMacro { get; init; }

    /// <summary>Rows that the engine may hold in memory for it; null where it reads its files each time.</summary>
    public HeldRows? Held { get; init; }

    /// <summary>The catalog of a slot of a world.</summary>
    public static string CatalogOf(string world, int slot) => slot == 0 ? world : string.Create(CultureInfo.InvariantCulture, $"{world}_{slot}");
}

/// <summary>
/// Rows of a small table at one version: from the second statement on that asks for them the engine has them in memory, as long as
/// there is room. They are the same whoever asks; what a principal may see of them is in the view's text.
/// </summary>
/// <param name="Name">Tells these rows from all others: letters, digits and underscores.</param>
/// <param name="Select">The SELECT that reads them from their files.</param>
/// <param name="Sql">The SELECT of the view over <see cref="TableOf"/>, in place of that over the files.</param>
public sealed record HeldRows(string Name, string Select, string Sql)
{
    /// <summary>The catalog of the tables.</summary>
    internal const string Catalog = "held";

    /// <summary>The table that rows are in when they are held.</summary>
    public static string TableOf(string name) => $"{Catalog}.main.{name}";
}
