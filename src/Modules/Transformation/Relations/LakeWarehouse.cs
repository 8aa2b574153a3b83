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
internal sealed class LakeWarehouse(IQuerySession session, Principal principal, Scope scope, Action<string> log, CancellationToken cancellation) : Warehouse(scope.Environment, log)
{
    private const int MostRows = 1_000_000;

    public override QueryTable Ask(string text, params IReadOnlyList<object?> parameters)
    {
        var table = QueryTable.Empty;
        foreach (var sql in Statements(text))
        {
            table = Waited(() => RunAsync(sql, parameters));
        }

        return table;
    }

    public override Relation? Find(string? schema, string? identifier) => schema is null || identifier is null || IsSystem(schema) ? base.Find(schema, identifier)
        : Waited(() => session.FindAsync(principal, new TableName(schema, identifier), cancellation)) is { } found ? Relation.Of(Environment, found) : null;

    public override IEnumerable<Relation> All(string? schema) => schema is null || IsSystem(schema) ? base.All(schema)
        : [.. Waited(() => session.ListAsync(principal, [schema], cancellation)).Select(found => Relation.Of(Environment, found))];

    private static bool IsSystem(string schema) => schema.ToLowerInvariant() is "information_schema" or "pg_catalog";

    private static T Waited<T>(Func<Task<T>> work)
    {
        try
        {
            return WaitedWork.Of(work);
        }
        catch (FaultException fault)
        {
            throw new JinjaException(FailureKind, string.Join(" ", fault.Faults.Select(one => one.Message)), fault);
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

        return new QueryTable([.. rows.Schema.FieldsList.Select(field => field.Name)], all) { Print = Log };
    }
}
