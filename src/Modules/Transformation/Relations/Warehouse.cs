using Apache.Arrow;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Transformation.Relations;

/// <summary>
/// The lake as one node sees it: its statements take the query path, as anybody's, in one transaction. Templates wait for their answers,
/// so whoever runs templates has a thread for it.
/// </summary>
internal sealed class Warehouse(IQuerySession session, Principal principal, Scope scope, Action<string> log, CancellationToken cancellation)
{
    /// <summary>Kind of the failures of statements.</summary>
    public const string FailureKind = "DatabaseError";

    private const int MostRows = 1_000_000;

    /// <summary>The statement that ran last.</summary>
    public string? Last { get; private set; }

    public Scope Scope => scope;

    /// <summary>Statements that wait for the end of the transaction: what is told of a table cannot change with its rows in one.</summary>
    public List<string> Later { get; } = [];

    /// <summary>Where templates print to.</summary>
    public Action<string> Log => log;

    /// <summary>Runs the statements of a text, one after another; gives the rows of the last one.</summary>
    /// <exception cref="JinjaException">One was refused or failed.</exception>
    public QueryTable Ask(string text, params IReadOnlyList<object?> parameters)
    {
        var table = QueryTable.Empty;
        foreach (var sql in Statements(text))
        {
            Last = sql;
            using var done = new ManualResetEventSlim();
            Exception? failure = null;
            _ = Task.Run(
                async () =>
                {
                    try
                    {
                        table = await RunAsync(sql, parameters);
                    }
                    catch (Exception failed)
                    {
                        failure = failed;
                    }
                    finally
                    {
                        done.Set();
                    }
                },
                CancellationToken.None);
            done.Wait(CancellationToken.None);
            ThrowIfFailed(failure);
        }

        return table;
    }

    /// <summary>Whether there is a table or view.</summary>
    public bool Has(Relation relation) => Ask(
        "select 1 from information_schema.tables where lower(table_schema) = lower(?) and lower(table_name) = lower(?)", relation.Schema, relation.Identifier).Rows.Count > 0;

    /// <summary>Names and types of what a statement gives.</summary>
    public IReadOnlyList<RelationColumn> Columns(string sql) => [.. Ask($"describe {sql}").Rows.Select(row => new RelationColumn((string)row[0]!, (string)row[1]!))];

    private static void ThrowIfFailed(Exception? failure)
    {
        switch (failure)
        {
            case null:
                return;
            case FaultException fault:
                throw new JinjaException(FailureKind, string.Join(" ", fault.Faults.Select(one => one.Message)), fault);
            default:
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
                return;
        }
    }

    private static IEnumerable<string> Statements(string text)
    {
        var tokens = SqlTokenizer.Tokens(text);
        return SqlTokenizer.Statements(text, tokens).Select(piece => text[tokens[piece.First].Start..tokens[piece.End - 1].End]);
    }

    private async Task<QueryTable> RunAsync(string sql, IReadOnlyList<object?> parameters)
    {
        await using var rows = await session.RunAsync(new QueryOrder { Sql = sql, Principal = principal, Scope = scope, Surface = "dbt", Parameters = parameters }, cancellation);
        var all = new List<object?[]>();
        while (await rows.NextAsync(cancellation) is { } next)
        {
            using RecordBatch batch = next;
            for (var row = 0; row < batch.Length && all.Count < MostRows; row++)
            {
                all.Add([.. ArrowValues.Row(batch, row).Select(TemplateValues.Of)]);
            }
        }

        return new QueryTable([.. rows.Schema.FieldsList.Select(field => field.Name)], all) { Print = log };
    }
}
