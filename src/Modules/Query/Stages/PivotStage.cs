using Talentys.Kernel;
using Talentys.Query.Statements;
using Talentys.Query.Writes;

namespace Talentys.Query.Stages;

/// <summary>
/// Writes the values into each PIVOT that names none. They are asked for by a query of their own that takes the whole reading path, so
/// that only values become columns which the principal sees. A value that comes between the two is not a column.
/// </summary>
/// <param name="reading">The reading path, of which this is a stage.</param>
internal sealed class PivotStage(Func<QueryReading> reading) : IQueryStage
{
    /// <summary>Most columns that the values of one expression may make.</summary>
    private const int MostValues = 10_000;

    // where there is no value the engine has no such columns: they are made by one that nothing is equal to, and left out
    private const string NoValue = "__talentys_no_value__";

    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        query.Text ??= StatementText.Read(query.Written).Value;
        var text = query.Text;
        if (!PivotText.MayBeIn(text.Sql) || PivotText.Find(text.Sql, text.Tokens) is not { Count: > 0 } pivots)
        {
            return;
        }

        var edits = new List<TextEdit>();
        foreach (var pivot in pivots)
        {
            var values = await ValuesAsync(query, pivot, cancellationToken);
            edits.Add(new TextEdit(
                pivot.Written.Start, pivot.Written.Length, $" IN ({string.Join(", ", values.DefaultIfEmpty(NoValue).Select(SqlText.Literal))})"));
            if (values.Count == 0)
            {
                edits.Add(new TextEdit(pivot.Whole.Start, 0, $"SELECT COLUMNS(lambda c: NOT contains(c, '{NoValue}')) FROM ("));
                edits.Add(new TextEdit(pivot.Whole.End, 0, ")"));
            }
        }

        query.Text = Edited(text, edits);
    }

    private async Task<IReadOnlyList<string>> ValuesAsync(QueryInFlight query, PivotText pivot, CancellationToken cancellationToken)
    {
        var asked = new QueryInFlight(query.Id, query.Order with { Describe = false, Accepted = null }, query.StartedAt)
        {
            Principal = query.Principal,
            Access = query.Access,
            Command = query.Command,
        };
        IReadOnlyList<string> values;
        try
        {
            values = await reading().TextsAsync(asked, Compose(query.Text, pivot), MostValues + 1, cancellationToken);
        }
        finally
        {
            query.IsGuarded |= asked.IsGuarded; // an error may quote a value, too
        }

        return values.Count <= MostValues ? values : throw new FaultException(Fault.Invalid(
            "query.pivot_too_wide", $"The PIVOT would make more than {MostValues:N0} columns.", query.Text.Place(pivot.Expression.Start),
            "Name the values: ON column IN ('a', 'b')."));
    }

    private static ComposedText Compose(StatementText text, PivotText pivot)
    {
        var composed = new ComposedText(text);
        foreach (var with in pivot.With)
        {
            composed.Take(with).Add("\nSELECT * FROM (");
        }

        if (pivot.Query is { } query)
        {
            composed.Add("SELECT CAST(v AS VARCHAR) FROM (").Take(query).Add("\n) AS q(v) WHERE v IS NOT NULL");
        }
        else
        {
            composed.Add("SELECT DISTINCT CAST((").Take(pivot.Expression).Add("\n) AS VARCHAR) AS v FROM ").Take(pivot.Source)
                .Add("\nWHERE (").Take(pivot.Expression).Add("\n) IS NOT NULL ORDER BY v");
        }

        return composed.Add($" LIMIT {MostValues + 1}").Add(string.Concat(pivot.With.Select(_ => "\n)")));
    }

    private static StatementText Edited(StatementText text, List<TextEdit> edits)
    {
        var composed = new ComposedText(text);
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start).ThenByDescending(edit => edit.Length))
        {
            composed.Take(new SqlSpan(at, edit.Start)).Add(edit.Text);
            at = edit.Start + edit.Length;
        }

        var sql = composed.Take(new SqlSpan(at, text.Sql.Length)).Sql;
        return text with { Sql = sql, Body = sql[text.BodyStart..], Origin = composed };
    }
}
