using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Statements;
using Talentys.Query.Views;

namespace Talentys.Query.Writes;

/// <summary>ALTER TABLE, DROP, CREATE SCHEMA and COMMENT ON.</summary>
internal sealed class AlterWrites(QueryCatalog catalog, WriteCatalog changes, WriteTargets targets)
{
    public async Task<long> AlterAsync(QueryInFlight query, AlterTable alter, CancellationToken cancellationToken)
    {
        var name = WriteTargets.NameOf(query, alter, alter.Name);
        if (alter.IfExists && await catalog.OpenAsync(query, name, TableAt.Current, cancellationToken) is null)
        {
            return 0;
        }

        var table = await targets.OpenAsync(query, alter, alter.Name, cancellationToken);
        var change = new TableAlteration();
        TableName? renamed = null;
        foreach (var action in alter.Actions)
        {
            if (action is AlterAction.RenameTo rename)
            {
                renamed = rename.NewName.Parts.Count == 1 ? name with { Name = rename.NewName.Last } : WriteTargets.NameOf(query, alter, rename.NewName);
                continue;
            }

            change = Changed(alter, action, change, table);
        }

        query.Order.Accepted?.Invoke();
        try
        {
            if (change != new TableAlteration() && (change.Columns.Count > 0 || change.Partitions is not null || change.Sort is not null || change.Properties.Count > 0))
            {
                await changes.AlterAsync(query, name, change, cancellationToken);
            }

            if (renamed is { } newName)
            {
                if (await catalog.ViewAsync(query, newName, cancellationToken) is not null)
                {
                    throw WriteFaults.Invalid(alter, "query.is_view", alter.Name.Span.Start, $"There is a view {newName} already.", "Choose another name, or drop the view first.");
                }

                await changes.RenameAsync(query, name, newName, cancellationToken);
            }
        }
        catch (FaultException failure) when (failure.Fault.Code.StartsWith("lake.", StringComparison.Ordinal))
        {
            throw WriteFaults.At(alter, alter.Actions.Count == 1 ? alter.Actions[0].Span : alter.Name.Span, failure);
        }

        return 0;
    }

    public async Task<long> DropAsync(QueryInFlight query, Drop drop, CancellationToken cancellationToken)
    {
        foreach (var one in drop.Names)
        {
            query.Order.Accepted?.Invoke();
            switch (drop.Kind)
            {
                case ObjectKind.Table:
                    await DropTableAsync(query, drop, one, cancellationToken);
                    break;
                case ObjectKind.View:
                    await DropViewAsync(query, drop, one, cancellationToken);
                    break;
                default:
                    await DropSchemaAsync(query, drop, one, cancellationToken);
                    break;
            }
        }

        return 0;
    }

    public async Task<long> CreateSchemaAsync(QueryInFlight query, CreateSchema create, CancellationToken cancellationToken)
    {
        var name = SchemaOf(query, create, create.Name);
        query.Order.Accepted?.Invoke();
        return await changes.CreateSchemaAsync(query, name, cancellationToken) || create.IfNotExists
            ? 0
            : throw new FaultException(new Fault(
                FaultKind.Conflict, "query.schema_exists", $"There is a schema {name} already.", TextPlace.Of(create.Sql, create.Name.Span.Start), "Write CREATE SCHEMA IF NOT EXISTS."));
    }

    public async Task<long> CommentAsync(QueryInFlight query, CommentOn comment, CancellationToken cancellationToken)
    {
        var of = comment.Kind == ObjectKind.Column
            ? new SqlName([.. comment.Name.Parts.SkipLast(1)], new SqlSpan(comment.Name.Span.Start, comment.Name.Parts[^2].Span.End))
            : comment.Name;
        if (comment.Kind == ObjectKind.Schema)
        {
            throw WriteFaults.Refused(comment, comment.Name.Span.Start, "Schemas have no comments.", "Comment on their tables.");
        }

        var name = WriteTargets.NameOf(query, comment, of);
        if (await catalog.ViewAsync(query, name, cancellationToken) is { } view)
        {
            return await CommentViewAsync(query, comment, view, cancellationToken);
        }

        if (comment.Kind == ObjectKind.View)
        {
            throw ViewMissing(comment, of);
        }

        var table = await targets.OpenAsync(query, comment, of, cancellationToken);
        query.Order.Accepted?.Invoke();
        if (comment.Kind == ObjectKind.Column)
        {
            Known(comment, comment.Name.Last, comment.Name.Parts[^1].Span, table);
            await changes.AlterAsync(query, name, new TableAlteration { Columns = [new ColumnChange.Document(comment.Name.Last, comment.Comment)] }, cancellationToken);
        }
        else
        {
            await changes.AlterAsync(query, name, new TableAlteration { Properties = new Dictionary<string, string?> { ["comment"] = comment.Comment } }, cancellationToken);
        }

        return 0;
    }

    private static TableAlteration Changed(AlterTable alter, AlterAction action, TableAlteration change, LakeTable table)
    {
        switch (action)
        {
            case AlterAction.AddColumn add:
                TableWrites.Check(alter, add.Column);
                if (add.Column.NotNull)
                {
                    throw WriteFaults.Refused(alter, add.Column.Span.Start, "A new column is null in the rows that are there, so that it cannot be NOT NULL.", "Add it without NOT NULL.");
                }

                if (add.IfNotExists && Has(table, add.Name.Path))
                {
                    return change;
                }

                change = With(change, new ColumnChange.Add(add.Name.Path, alter.Text(add.Column.Type!.Value), add.Column.Comment));
                return add.Place is { } place ? With(change, new ColumnChange.Move(add.Name.Path, place.After?.Last)) : change;
            case AlterAction.DropColumn drop:
                return drop.IfExists && !Has(table, drop.Name.Path) ? change : With(change, new ColumnChange.Drop(drop.Name.Path));
            case AlterAction.RenameColumn rename:
                return With(change, new ColumnChange.Rename(rename.Name.Path, rename.NewName.Text));
            case AlterAction.ChangeType { Using: { } by }:
                throw WriteFaults.Refused(alter, by.Start, "A column's type changes without its values being written anew.", "Add another column, and UPDATE it.");
            case AlterAction.ChangeType type:
                return With(change, new ColumnChange.Widen(type.Name.Path, alter.Text(type.Type)));
            case AlterAction.NotNull required:
                return With(change, required.Required ? new ColumnChange.MakeRequired(required.Name.Path) : new ColumnChange.MakeOptional(required.Name.Path));
            case AlterAction.ChangeDefault { Value: { } value }:
                throw WriteFaults.Refused(alter, value.Start, "Columns of the lake have no DEFAULT.", "Give the value where rows are written.");
            case AlterAction.ChangeDefault:
                return change;
            case AlterAction.MoveColumn move:
                return With(change, new ColumnChange.Move(move.Name.Path, move.Place.After?.Last));
            case AlterAction.CommentColumn comment:
                return With(change, new ColumnChange.Document(comment.Name.Path, comment.Comment));
            case AlterAction.SetProperties set:
                return With(change, set.Properties.Select(property => KeyValuePair.Create(property.Name, (string?)property.Value)));
            case AlterAction.UnsetProperties unset:
                return With(change, unset.Names.Select(one => KeyValuePair.Create(one, (string?)null)));
            case AlterAction.Partition partition:
                return change with { Partitions = [.. partition.Transforms.Select(alter.Text)] };
            case AlterAction.Sort sort:
                return change with { Sort = [.. sort.Keys.Select(alter.Text)] };
            default:
                throw WriteFaults.Refused(alter, action.Span.Start, "A table cannot be altered so.", "That is for views.");
        }
    }

    private async Task DropTableAsync(QueryInFlight query, Drop drop, SqlName one, CancellationToken cancellationToken)
    {
        var name = WriteTargets.NameOf(query, drop, one);
        if (drop.IfExists && await catalog.OpenAsync(query, name, TableAt.Current, cancellationToken) is null
            && await catalog.ViewAsync(query, name, cancellationToken) is null)
        {
            return;
        }

        await targets.OpenAsync(query, drop, one, cancellationToken);
        await changes.DropAsync(query, name, cancellationToken);
    }

    private async Task DropViewAsync(QueryInFlight query, Drop drop, SqlName one, CancellationToken cancellationToken)
    {
        var name = WriteTargets.NameOf(query, drop, one);
        if (await changes.DropViewAsync(query, name, cancellationToken) || drop.IfExists)
        {
            return;
        }

        throw await catalog.OpenAsync(query, name, TableAt.Current, cancellationToken) is null
            ? ViewMissing(drop, one)
            : WriteFaults.Invalid(drop, "query.is_table", one.Span.Start, $"{name} is a table, not a view.", "Write DROP TABLE.");
    }

    private async Task DropSchemaAsync(QueryInFlight query, Drop drop, SqlName one, CancellationToken cancellationToken)
    {
        DemandNoTransaction(query, drop);
        var name = SchemaOf(query, drop, one);
        var held = (await catalog.ViewsAsync(query, cancellationToken)).Where(view => string.Equals(view.Name.Schema, name, StringComparison.OrdinalIgnoreCase)).ToList();
        var tables = (await catalog.ListAsync(query, hidden: true, cancellationToken)).Where(table => string.Equals(table.Name.Schema, name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (held.Count + tables.Count > 0 && !drop.Cascade)
        {
            throw new FaultException(new Fault(
                FaultKind.Conflict, "query.schema_not_empty", $"The schema {name} has {tables.Count} tables and {held.Count} views.", TextPlace.Of(drop.Sql, one.Span.Start),
                "Drop them first, or write CASCADE."));
        }

        foreach (var view in held)
        {
            await changes.DropViewAsync(query, view.Name, cancellationToken);
        }

        foreach (var table in tables)
        {
            await targets.OpenAsync(query, drop, new SqlName([new SqlIdentifier(table.Name.Schema, one.Span), new SqlIdentifier(table.Name.Name, one.Span)], one.Span), cancellationToken);
            await changes.DropAsync(query, table.Name, cancellationToken);
        }

        if (await changes.DropSchemaAsync(query, name, cancellationToken) is not true && held.Count + tables.Count == 0 && !drop.IfExists)
        {
            throw new FaultException(new Fault(
                FaultKind.NotFound, "query.schema_not_found", $"There is no schema {name}.", TextPlace.Of(drop.Sql, one.Span.Start), "SHOW SCHEMAS lists what there is."));
        }
    }

    private async Task<long> CommentViewAsync(QueryInFlight query, CommentOn comment, StoredView view, CancellationToken cancellationToken)
    {
        query.Order.Accepted?.Invoke();
        var columns = view.Columns.ToList();
        if (comment.Kind == ObjectKind.Column)
        {
            var at = columns.FindIndex(column => string.Equals(column.Name, comment.Name.Last, StringComparison.OrdinalIgnoreCase));
            columns[at] = at >= 0
                ? columns[at] with { Comment = comment.Comment }
                : throw new FaultException(new Fault(FaultKind.NotFound, "query.column_not_found", $"The view {view.Name} has no column {comment.Name.Last}.", TextPlace.Of(comment.Sql, comment.Name.Span.Start)));
        }

        await changes.ChangeViewAsync(
            query, view.Name, known => known with { Columns = columns, Comment = comment.Kind == ObjectKind.Column ? known.Comment : comment.Comment }, cancellationToken);
        return 0;
    }

    /// <summary>Refuses what is done at once and could not be taken back.</summary>
    private static void DemandNoTransaction(QueryInFlight query, SplitStatement statement)
    {
        if (query.Transaction is not null)
        {
            throw WriteFaults.Refused(
                statement, statement.Span.Start, $"{statement.Command} is done at once, so that a transaction could not take it back.", "Run it before BEGIN or after COMMIT.");
        }
    }

    /// <summary>There is no such view.</summary>
    public static FaultException ViewMissing(SplitStatement statement, SqlName name) => new(new Fault(
        FaultKind.NotFound, "query.view_not_found", $"There is no view {name.Path}.", TextPlace.Of(statement.Sql, name.Span.Start), "SHOW ALL TABLES lists what there is."));

    private static string SchemaOf(QueryInFlight query, SplitStatement statement, SqlName name) =>
        name.Schema is null || string.Equals(name.Schema, query.Scope.Environment, StringComparison.OrdinalIgnoreCase)
            ? name.Last
            : throw WriteFaults.Invalid(statement, "query.environment_other", name.Span.Start, $"{name.Schema} is not the environment of this statement, which is {query.Scope.Environment}.", "Write the schema alone.");

    private static void Known(SplitStatement statement, string column, SqlSpan span, LakeTable table)
    {
        if (!Has(table, column))
        {
            throw WriteFaults.ColumnMissing(statement, column, span, table);
        }
    }

    private static bool Has(LakeTable table, string column) => table.Columns.Any(known => string.Equals(known.Name, column, StringComparison.OrdinalIgnoreCase));

    private static TableAlteration With(TableAlteration change, ColumnChange column) => change with { Columns = [.. change.Columns, column] };

    private static TableAlteration With(TableAlteration change, IEnumerable<KeyValuePair<string, string?>> properties)
    {
        var all = new Dictionary<string, string?>(change.Properties);
        foreach (var (name, value) in properties)
        {
            all[name] = value;
        }

        return change with { Properties = all };
    }
}
