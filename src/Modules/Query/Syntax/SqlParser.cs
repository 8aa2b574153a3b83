using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Syntax;

/// <summary>Parses statements with DuckDB's own parser, in an instance that holds nothing and may read nothing.</summary>
internal sealed class SqlParser : IDisposable
{
    private readonly Lazy<DuckInstance> instance = new(() => DuckInstance.Open(new DuckOptions
    {
        MemoryBytes = 256L << 20,
        Threads = 1,
        AllowedFolders = [],
    }));

    private const int MostIdle = 8;
    private const string Short = "select json_serialize_sql($1::varchar, skip_null := true, skip_empty := true)";
    private const string Whole = "select json_serialize_sql($1::varchar)";

    private readonly KnownTexts<StatementFacts> known = new(); // what a text means to whom is not in them
    private readonly ConcurrentBag<TextQuery> shortTrees = [];
    private readonly ConcurrentBag<TextQuery> wholeTrees = [];
    private HashSet<string>? keywords;

    /// <summary>The facts of a statement's body, or the syntax error with its place in the whole statement.</summary>
    public async Task<Result<StatementFacts>> ParseAsync(StatementText statement, CancellationToken cancellationToken)
    {
        if (known.Find(statement.Body) is { } facts)
        {
            return facts;
        }

        var json = await TreeAsync(statement.Body, whole: false, cancellationToken);
        using var tree = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4096 });
        var root = tree.RootElement;
        if (root.TryGetProperty("error", out var error) && error.GetBoolean())
        {
            return SyntaxError(statement, root);
        }

        var statements = root.GetProperty("statements");
        if (statements.GetArrayLength() != 1)
        {
            return Fault.Invalid("query.several_statements", "Send exactly one statement.");
        }

        facts = SyntaxWalk.Read(statements[0].GetProperty("node"));
        known.Keep(statement.Body, facts);
        return facts;
    }

    /// <summary>The tree of a text as JSON, or what the engine says of its fault.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="whole">With what is empty, so that parts of it can be printed again.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string> TreeAsync(string sql, bool whole, CancellationToken cancellationToken)
    {
        var idle = whole ? wholeTrees : shortTrees;
        var query = idle.TryTake(out var one) ? one : new TextQuery(instance.Value.Connect(), whole ? Whole : Short);
        try
        {
            var tree = await query.AskAsync(sql, cancellationToken);
            (query, one) = (null, query);
            Keep(idle, one!);
            return tree ?? "{}";
        }
        finally
        {
            query?.Dispose();
        }
    }

    /// <summary>Trees as text again; null for those that cannot be printed.</summary>
    public async Task<IReadOnlyList<string?>> PrintAsync(IReadOnlyList<string> trees, CancellationToken cancellationToken)
    {
        using var connection = instance.Value.Connect();
        var rows = await connection.RowsAsync(
            "select try(json_deserialize_sql(tree::json)) from (select unnest(from_json($1, '[\"VARCHAR\"]')) as tree)",
            [JsonSerializer.Serialize(trees)], cancellationToken);
        return [.. rows.Select(row => row[0] as string)];
    }

    /// <summary>The parser's tree of a text, on the calling thread: for expressions in files.</summary>
    public Result<JsonElement> Tree(string sql)
    {
        using var connection = instance.Value.Connect();
        var json = connection.Text(Short, [sql]);
        using var tree = JsonDocument.Parse(json ?? "{}", new JsonDocumentOptions { MaxDepth = 4096 });
        var root = tree.RootElement;
        if (!root.TryGetProperty("error", out var error) || !error.GetBoolean())
        {
            return root.Clone();
        }

        var message = root.TryGetProperty("error_message", out var text) ? text.GetString() ?? "" : "";
        return Fault.Invalid("query.syntax", message.Length == 0 ? "The text is no SQL." : char.ToUpperInvariant(message[0]) + message[1..] + ".");
    }

    /// <summary>Words that the engine puts in quotes where they are names.</summary>
    public async Task<IReadOnlySet<string>> KeywordsAsync(CancellationToken cancellationToken)
    {
        if (keywords is null)
        {
            using var connection = instance.Value.Connect();
            var rows = await connection.RowsAsync("SELECT keyword_name FROM duckdb_keywords()", [], cancellationToken);
            keywords = rows.Select(row => (string)row[0]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }

        return keywords;
    }

    /// <summary>The version that the expression of an AT clause means, which was seen to be a constant.</summary>
    /// <exception cref="FaultException"><c>query.at_invalid</c>.</exception>
    public async Task<TableAt> VersionAsync(string expression, bool byTime, CancellationToken cancellationToken)
    {
        using var connection = instance.Value.Connect();
        try
        {
            // a line of its own: a comment may end the expression
            if (byTime)
            {
                var micros = await connection.ScalarAsync<long?>($"SELECT epoch_us(CAST(({expression}\n) AS TIMESTAMPTZ))", [], cancellationToken);
                return micros is { } time
                    ? new TableAt.Time(DateTimeOffset.UnixEpoch.AddTicks(checked(time * TimeSpan.TicksPerMicrosecond)))
                    : throw AtInvalid("The time of AT is NULL.");
            }

            var version = await connection.ScalarAsync<string?>($"SELECT CAST(({expression}\n) AS VARCHAR)", [], cancellationToken);
            return version is null ? throw AtInvalid("The version of AT is NULL.")
                : long.TryParse(version, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new TableAt.Number(number)
                : new TableAt.Reference(version);
        }
        catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
        {
            throw AtInvalid($"The version of AT cannot be told. {failure.Fault.Message}");
        }
        catch (Exception failure) when (failure is OverflowException or ArgumentOutOfRangeException)
        {
            throw AtInvalid("The time of AT is outside of the calendar.");
        }

        static FaultException AtInvalid(string message) => new(Fault.Invalid(
            "query.at_invalid", message, null, "Write AT (VERSION => 3), AT (VERSION => 'branch') or AT (TIMESTAMP => '2026-05-01 12:00:00')."));
    }

    /// <summary>A connection of its own to the engine, which holds nothing and may read nothing.</summary>
    public DuckConnection Connect() => instance.Value.Connect();

    public void Dispose()
    {
        known.Dispose();
        foreach (var query in shortTrees.Concat(wholeTrees))
        {
            query.Dispose();
        }

        if (instance.IsValueCreated)
        {
            instance.Value.Dispose();
        }
    }

    private static void Keep(ConcurrentBag<TextQuery> idle, TextQuery query)
    {
        if (idle.Count < MostIdle)
        {
            idle.Add(query);
        }
        else
        {
            query.Dispose();
        }
    }

    private static Fault SyntaxError(StatementText statement, JsonElement root)
    {
        var message = root.TryGetProperty("error_message", out var text) ? text.GetString() ?? "" : "";
        if (root.TryGetProperty("error_type", out var type) && type.GetString() == "not implemented")
        {
            if (PivotText.MayBeIn(statement.Sql) && PivotText.Find(statement.Sql) is [var pivot, ..])
            {
                return Fault.Invalid(
                    "query.pivot_values", "A PIVOT that names no values cannot stand here.", statement.Place(pivot.Expression.Start),
                    "Name them: PIVOT t ON column IN ('a', 'b') USING sum(x).");
            }

            return new Fault(
                FaultKind.Denied, "query.statement_denied", message.TrimEnd('!') + ".", null,
                "Queries only read: SELECT, WITH, FROM, VALUES, PIVOT, UNPIVOT, DESCRIBE, SUMMARIZE, SHOW and EXPLAIN.");
        }

        var place = root.TryGetProperty("position", out var position) && int.TryParse(position.GetString(), out var at)
            ? statement.PlaceOfByte(at)
            : null;
        return Fault.Invalid("query.syntax", char.ToUpperInvariant(message[0]) + message[1..] + ".", place);
    }
}
