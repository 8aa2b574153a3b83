using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Statements;
using Talentys.Query.Views;

namespace Talentys.Query.Writes;

/// <summary>CREATE VIEW and ALTER VIEW: a query is kept by its name once the engine has told its columns.</summary>
internal sealed class ViewWrites(QueryCatalog catalog, WriteCatalog changes, QueryReading reading, TimeProvider clock)
{
    public async Task<long> CreateAsync(QueryInFlight query, CreateView create, CancellationToken cancellationToken)
    {
        var name = WriteTargets.NameOf(query, create, create.Name);
        CheckName(create, create.Name, name);
        if (create.IfNotExists && await catalog.ViewAsync(query, name, cancellationToken) is not null)
        {
            return 0;
        }

        if (await catalog.OpenAsync(query, name, TableAt.Current, cancellationToken) is not null)
        {
            throw new FaultException(new Fault(
                FaultKind.Conflict, "lake.table_exists", $"There is a table {name} already.", TextPlace.Of(create.Sql, create.Name.Span.Start), "Choose another name, or drop the table first."));
        }

        if (!create.OrReplace && await catalog.ViewAsync(query, name, cancellationToken) is not null)
        {
            throw Exists(create, create.Name, name);
        }

        var columns = await ColumnsAsync(query, create, create.Query, name, cancellationToken);
        if (create.Columns is { } named)
        {
            columns = named.Count == columns.Count
                ? [.. columns.Zip(named, (column, wanted) => column with { Name = wanted.Name.Text, Comment = wanted.Comment, Renamed = true })]
                : throw WriteFaults.CountDiffers(create, create.Columns[0].Span, name, columns.Count, named.Count);
        }

        query.Order.Accepted?.Invoke();
        return await changes.SaveViewAsync(
            query, new StoredView(Ids.New(clock), name, create.Text(create.Query), columns, create.Comment, create.Invoker, query.Order.Principal, clock.GetUtcNow()), create.OrReplace, cancellationToken)
            ? 0
            : throw Exists(create, create.Name, name);
    }

    public async Task<long> AlterAsync(QueryInFlight query, AlterView alter, CancellationToken cancellationToken)
    {
        var name = WriteTargets.NameOf(query, alter, alter.Name);
        if (await catalog.ViewAsync(query, name, cancellationToken) is not { } view)
        {
            return alter.IfExists ? 0 : throw AlterWrites.ViewMissing(alter, alter.Name);
        }

        query.Order.Accepted?.Invoke();
        switch (alter.Action)
        {
            case AlterAction.RenameTo rename:
                var newName = rename.NewName.Parts.Count == 1 ? name with { Name = rename.NewName.Last } : WriteTargets.NameOf(query, alter, rename.NewName);
                CheckName(alter, rename.NewName, newName);
                if (await catalog.ViewAsync(query, newName, cancellationToken) is not null || await catalog.OpenAsync(query, newName, TableAt.Current, cancellationToken) is not null)
                {
                    throw Exists(alter, rename.NewName, newName);
                }

                await ChangeAsync(known => known with { Name = newName });
                return 0;
            case AlterAction.ChangeQuery change:
                var columns = await ColumnsAsync(query, alter, change.Query, name, cancellationToken);
                await ChangeAsync(known => known with { Sql = alter.Text(change.Query), Columns = columns, Definer = query.Order.Principal });
                return 0;
            case AlterAction.Security security:
                await ChangeAsync(known => known with { Invoker = security.Invoker });
                return 0;
            case AlterAction.SetProperties { Properties: [{ Name: var property, Value: var value }] } when property.Equals("security_invoker", StringComparison.OrdinalIgnoreCase):
                await ChangeAsync(known => known with { Invoker = value.ToUpperInvariant() is "TRUE" or "ON" or "1" });
                return 0;
            default:
                throw WriteFaults.Refused(alter, alter.Action.Span.Start, "A view cannot be altered so.", "Write RENAME TO, AS with another query, or SET SECURITY INVOKER.");
        }

        async Task ChangeAsync(Func<StoredView, StoredView> change)
        {
            if (!await changes.ChangeViewAsync(query, name, change, cancellationToken))
            {
                throw AlterWrites.ViewMissing(alter, alter.Name);
            }
        }
    }

    private async Task<List<StoredColumn>> ColumnsAsync(QueryInFlight query, SplitStatement statement, SqlSpan body, TableName name, CancellationToken cancellationToken)
    {
        var text = statement.Text(body);
        var parameter = SqlTokenizer.Tokens(text).FirstOrDefault(token => token.Kind == SqlTokenKind.Symbol && text[token.Start] is '?' or '$');
        if (parameter.Length > 0)
        {
            throw WriteFaults.Invalid(statement, "query.view_parameter", body.Start + parameter.Start, "A view has no parameters.", "Write the value, or give the parameter to the statement that reads the view.");
        }

        if (StatementText.Read(text) is { Ok: false } refused)
        {
            throw new FaultException([.. refused.Faults.Select(fault => fault with { Place = TextPlace.Of(statement.Sql, body.Start) })]);
        }

        if (PivotText.MayBeIn(text) && PivotText.Find(text) is [var pivot, ..])
        {
            throw WriteFaults.Invalid(
                statement, "query.pivot_values", body.Start + pivot.Expression.Start, "A PIVOT that names no values cannot be in a view, whose columns are fixed.",
                "Name them: PIVOT t ON column IN ('a', 'b') USING sum(x).");
        }

        var columns = await reading.DescribeAsync(query, composed => composed.Take(body), statement, cancellationToken);
        if (query.References.FirstOrDefault(bound => query.Owns(bound.Table.Name)) is { } temporary)
        {
            throw WriteFaults.Refused(statement, body.Start, $"{temporary.Table.Name.Name} is a temporary table, which a view cannot read.", "Make it a table of the lake.");
        }

        return query.Views.Any(view => view.View.Name == name)
            ? throw WriteFaults.Invalid(statement, "query.view_cycle", body.Start, $"The view {name} would read itself.", "Read the tables below it.")
            : [.. columns.Select(column => new StoredColumn(column.Name, column.Type, null, false))];
    }

    private static void CheckName(SplitStatement statement, SqlName written, TableName name)
    {
        if (name.Name.Length > MostLetters || name.Schema.Length > MostLetters || name.Name.Any(char.IsControl) || name.Schema.Any(char.IsControl) || name.Name.Contains('$', StringComparison.Ordinal))
        {
            throw WriteFaults.Invalid(statement, "query.name_refused", written.Span.Start, "A view cannot be named so.", $"Use 1 to {MostLetters} characters without control characters and $.");
        }
    }

    private const int MostLetters = 128;

    private static FaultException Exists(SplitStatement statement, SqlName written, TableName name) => new(new Fault(
        FaultKind.Conflict, "query.view_exists", $"There is a view or table {name} already.", TextPlace.Of(statement.Sql, written.Span.Start), "Write CREATE OR REPLACE VIEW, or choose another name."));
}
