using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Results;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>CREATE TABLE, CREATE TABLE AS and TRUNCATE.</summary>
internal sealed class TableWrites(QueryCatalog catalog, WriteCatalog changes, WriteTargets targets, QueryReading reading, ITargetAccess access)
{
    public async Task<long> CreateAsync(QueryInFlight query, CreateTable create, CancellationToken cancellationToken)
    {
        var name = WriteTargets.Made(query, create, create.Name, create.Temporary is not null);
        if (create.Constraint is { } constraint)
        {
            throw WriteFaults.Refused(create, constraint.Start, "Tables of the lake keep no keys and no checks.", "NOT NULL is the one constraint that a column can have.");
        }

        foreach (var column in create.Columns)
        {
            Check(create, column);
        }

        if (!await IsFreeAsync(query, create, create.Name, name, create.OrReplace, create.IfNotExists, cancellationToken))
        {
            return 0;
        }

        List<ColumnDesign> columns = [.. create.Columns.Select(column => new ColumnDesign(column.Name.Text, create.Text(column.Type!.Value), column.NotNull, column.Comment))];
        foreach (var like in create.Likes.Reverse())
        {
            columns.InsertRange(like.Before, await LikeAsync(query, create, like, cancellationToken));
        }

        var design = Design(create, columns, create.Options);
        query.Order.Accepted?.Invoke();
        try
        {
            await changes.MakeAsync(query, name, design, create.OrReplace, null, cancellationToken);
        }
        catch (FaultException failure)
        {
            throw Told(create, create.Name, create.Columns, failure);
        }

        Done(query, name, create.Temporary);
        return 0;
    }

    public async Task<long> CreateAsAsync(QueryInFlight query, CreateTableAs create, CancellationToken cancellationToken)
    {
        var name = WriteTargets.Made(query, create, create.Name, create.Temporary is not null);
        foreach (var column in create.Columns ?? [])
        {
            Check(create, column);
        }

        if (!await IsFreeAsync(query, create, create.Name, name, create.OrReplace, create.IfNotExists, cancellationToken))
        {
            return 0;
        }

        Spool? spool = null;
        try
        {
            spool = create.WithoutData ? null : await reading.SpoolAsync(query, new ComposedText(create).Take(create.Query), null, cancellationToken);
            IReadOnlyList<(string Name, string Type)>? described = spool is null ? null : TypesOf(spool);
            described ??= await reading.DescribeAsync(query, text => text.Take(create.Query), create, cancellationToken);
            if (create.Columns is { } named && named.Count != described.Count)
            {
                throw WriteFaults.CountDiffers(create, create.Query, name, named.Count, described.Count);
            }

            var names = ColumnNames.Distinct(create.Columns?.Select(column => column.Name.Text) ?? described.Select(column => column.Name), StringComparer.OrdinalIgnoreCase);
            var design = Design(create, [.. described.Select((column, i) => new ColumnDesign(names[i], column.Type, false, create.Columns?[i].Comment))], create.Options);
            await changes.MakeAsync(
                query, name, design, create.OrReplace,
                async change =>
                {
                    if (spool is { Rows: > 0 })
                    {
                        // as the query has them: what came as text on the way is again what it was
                        var values = described.Select((column, i) => $"CAST({Spool.Column(i)} AS {column.Type}) AS {SqlText.Quote(names[i])}");
                        await change.WriteAsync(spool.Connection, $"SELECT {string.Join(", ", values)} FROM {Spool.Table}", null, cancellationToken);
                    }
                },
                cancellationToken);
            Done(query, name, create.Temporary);
            return spool?.Rows ?? 0;
        }
        catch (FaultException failure)
        {
            throw Told(create, create.Name, create.Columns ?? [], failure);
        }
        finally
        {
            if (spool is not null)
            {
                await spool.DisposeAsync();
            }
        }
    }

    private static void Done(QueryInFlight query, TableName name, OnCommit? temporary)
    {
        query.Changed.Add(name);
        if (query.Owns(name))
        {
            query.Order.Temporary!.Add(name, temporary ?? OnCommit.PreserveRows);
        }
    }

    /// <summary>Names and types of columns, where the rows tell the types whole; null where the engine has to be asked.</summary>
    private static List<(string Name, string Type)>? TypesOf(Spool spool)
    {
        var columns = spool.Columns.Select(column => (column.Name, Type: ExactTypes.Of(column)!)).ToList();
        return columns.TrueForAll(column => column.Type is not null) ? columns : null;
    }

    /// <summary>The query by which CREATE TABLE AS finds its rows.</summary>
    public async Task<WriteQuery> ComposeAsync(QueryInFlight query, CreateTableAs create, CancellationToken cancellationToken)
    {
        await IsFreeAsync(query, create, create.Name, WriteTargets.Made(query, create, create.Name, create.Temporary is not null), create.OrReplace, create.IfNotExists, cancellationToken);
        return new WriteQuery(new ComposedText(create).Take(create.Query), create, null);
    }

    /// <summary>The columns of another table or view as who asks sees them.</summary>
    private async Task<IReadOnlyList<ColumnDesign>> LikeAsync(QueryInFlight query, CreateTable create, LikeTable like, CancellationToken cancellationToken)
    {
        var described = await reading.DescribeAsync(query, text => text.Add("SELECT * FROM ").Take(like.Source.Span), create, cancellationToken);
        var name = WriteTargets.NameOf(query, create, like.Source);
        var columns = query.References.LastOrDefault(bound => bound.In is null && bound.Table.Name == name)?.Table.Columns ?? [];
        var view = query.Views.LastOrDefault(view => view.View.Name == name)?.View;
        return [.. described.Select(column =>
        {
            var known = columns.FirstOrDefault(one => one.Name == column.Name);
            var comment = known?.Doc ?? view?.Columns.FirstOrDefault(one => one.Name == column.Name)?.Comment;
            return new ColumnDesign(column.Name, known?.SqlType ?? column.Type, known?.Required ?? false, like.Comments ? comment : null);
        })];
    }

    public async Task<long> TruncateAsync(QueryInFlight query, Truncate truncate, CancellationToken cancellationToken)
    {
        var table = await targets.OpenAsync(query, truncate, truncate.Name, cancellationToken);
        if (table.Version.Rows == 0)
        {
            return 0;
        }

        await targets.ChangeAsync(
            query, truncate, truncate.Name,
            (change, _) =>
            {
                change.Truncate();
                return Task.FromResult(true);
            },
            cancellationToken);
        return table.Version.Rows;
    }

    /// <summary>Refuses what a column of the lake cannot have.</summary>
    public static void Check(SplitStatement statement, ColumnDefinition column)
    {
        if (column.Refused is { } refused)
        {
            if (statement.Text(refused) is var text && (text.StartsWith("AS", StringComparison.OrdinalIgnoreCase) || text.StartsWith("GENERATED", StringComparison.OrdinalIgnoreCase)))
            {
                throw WriteFaults.Refused(statement, refused.Start, $"Columns of the lake are not computed from others: {column.Name.Text}.", "Leave it out, and compute it in a view over the table.");
            }

            throw WriteFaults.Refused(statement, refused.Start, $"{statement.Text(refused)} is nothing that a column of the lake can have.", "A column has a type, and may have NOT NULL and COMMENT.");
        }

        if (column.Default is { } value && !statement.Text(value).Equals("NULL", StringComparison.OrdinalIgnoreCase))
        {
            throw WriteFaults.Refused(statement, value.Start, "Columns of the lake have no DEFAULT.", "Give the value where rows are written.");
        }
    }

    /// <summary>Whether a name is free, or what has it may be replaced; false when that is fine and nothing is to be done.</summary>
    private async Task<bool> IsFreeAsync(QueryInFlight query, SplitStatement statement, SqlName name, TableName table, bool replace, bool ifNotExists, CancellationToken cancellationToken)
    {
        if (await catalog.ViewAsync(query, table, cancellationToken) is not null)
        {
            throw WriteFaults.Invalid(statement, "query.is_view", name.Span.Start, $"There is a view {table} already.", "Choose another name, or drop the view first.");
        }

        if (await catalog.OpenAsync(query, table, TableAt.Current, cancellationToken) is not { } known)
        {
            return true;
        }

        if (replace)
        {
            await (query.Owns(table) ? ValueTask.CompletedTask : access.CheckAsync(query, known, cancellationToken));
            return true;
        }

        return ifNotExists ? false : throw new FaultException(new Fault(
            FaultKind.Conflict, "lake.table_exists", $"There is a table {table} already.", TextPlace.Of(statement.Sql, name.Span.Start),
            "Choose another name, or write CREATE OR REPLACE TABLE or IF NOT EXISTS."));
    }

    private static TableDesign Design(SplitStatement statement, IReadOnlyList<ColumnDesign> columns, TableOptions options) => new()
    {
        Columns = columns,
        Partitions = [.. (options.Partitions ?? []).Select(statement.Text)],
        Sort = [.. (options.Sort ?? []).Select(statement.Text)],
        Properties = Properties(options),
    };

    private static Dictionary<string, string> Properties(TableOptions options)
    {
        var all = new Dictionary<string, string>();
        foreach (var property in options.Properties)
        {
            all[property.Name] = property.Value;
        }

        if (options.Comment is { } comment)
        {
            all["comment"] = comment;
        }

        return all;
    }

    private static FaultException Told(SplitStatement statement, SqlName name, IReadOnlyList<ColumnDefinition> columns, FaultException failure) =>
        !failure.Fault.Code.StartsWith("lake.", StringComparison.Ordinal) ? failure
        : WriteFaults.At(statement, columns.FirstOrDefault(column => column.Name.Text == failure.Fault.Place)?.Span ?? name.Span, failure);
}
