using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Views;

namespace Talentys.Query.Writes;

/// <summary>
/// Changes tables and views for a statement: at once, or with the transaction that it is part of. The other side of
/// <see cref="QueryCatalog"/>, which tells what is there.
/// </summary>
internal sealed class WriteCatalog(ILake lake, QueryCatalog catalog, ViewStore views, TimeProvider clock)
{
    // each lost attempt is one that others won
    private const int AttemptsToChange = 50;
    private const int LongestPauseMs = 500;
    private const string Conflict = "lake.conflict";

    /// <summary>Changes rows of a table in one commit; the work is done again when others came between.</summary>
    /// <param name="query">The statement on its way.</param>
    /// <param name="name">The table.</param>
    /// <param name="work">What is done; false when there is nothing to commit.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ChangeAsync(QueryInFlight query, TableName name, Func<ILakeChange, CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        if (query.Owns(name))
        {
            await query.Order.Temporary!.ChangeAsync(async part => await work(await part.ChangeAsync(name, WriteMode.Append, cancellationToken), cancellationToken));
            return;
        }

        if (query.Transaction is { } transaction)
        {
            // its versions are settled and its commit is the transaction's: nothing is tried again
            var part = await transaction.Lake.ChangeAsync(name, WriteMode.Append, cancellationToken);
            if (await work(part, cancellationToken))
            {
                part.Note(Summary(query));
            }

            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var change = await lake.BeginAsync(query.Scope, name, WriteMode.Append, cancellationToken);
            try
            {
                if (await work(change, cancellationToken))
                {
                    await change.CommitAsync(Ids.New(clock), Summary(query), cancellationToken);
                }

                return;
            }
            catch (FaultException lost) when (lost.Fault.Code == Conflict && attempt < AttemptsToChange)
            {
                // real time, whatever clock decides about dates: this only keeps losers from meeting again at once
                await Task.Delay(Random.Shared.Next(Math.Min(attempt * 20, LongestPauseMs)), cancellationToken);
            }
        }
    }

    /// <summary>Makes a table, in place of the one of its name when that is allowed.</summary>
    /// <param name="query">The statement on its way.</param>
    /// <param name="name">Its name.</param>
    /// <param name="design">What it is.</param>
    /// <param name="replace">Whether there may be one already.</param>
    /// <param name="rows">Writes its first rows; null when it has none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task MakeAsync(QueryInFlight query, TableName name, TableDesign design, bool replace, Func<ILakeChange, Task>? rows, CancellationToken cancellationToken)
    {
        if (query.Owns(name))
        {
            await query.Order.Temporary!.ChangeAsync(async lake =>
            {
                var made = await lake.MakeAsync(name, design, replace, cancellationToken);
                await (rows?.Invoke(made) ?? Task.CompletedTask);
                return made;
            });
        }
        else if (query.Transaction is { } transaction)
        {
            var part = await transaction.Lake.MakeAsync(name, design, replace, cancellationToken);
            await (rows?.Invoke(part) ?? Task.CompletedTask);
            part.Note(Summary(query));
        }
        else if (rows is null && !replace)
        {
            await lake.CreateAsync(query.Scope, name, design, cancellationToken);
        }
        else
        {
            await using var change = await lake.BeginMakeAsync(query.Scope, name, design, replace, cancellationToken);
            await (rows?.Invoke(change) ?? Task.CompletedTask);
            await change.CommitAsync(Ids.New(clock), Summary(query), cancellationToken);
        }
    }

    /// <summary>Changes columns, partitions, order and properties of a table.</summary>
    public Task AlterAsync(QueryInFlight query, TableName name, TableAlteration change, CancellationToken cancellationToken) =>
        PartOf(query, name)?.AlterAsync(name, change, cancellationToken) ?? lake.AlterAsync(query.Scope, name, change, cancellationToken);

    /// <summary>Gives a table another name.</summary>
    public async Task RenameAsync(QueryInFlight query, TableName name, TableName newName, CancellationToken cancellationToken)
    {
        if (PartOf(query, name) is { } part)
        {
            part.Rename(name, newName);
            if (query.Owns(name))
            {
                query.Order.Temporary!.Remove(name, newName);
            }
        }
        else
        {
            await lake.RenameAsync(query.Scope, name, newName, cancellationToken);
        }
    }

    /// <summary>Drops a table.</summary>
    public async Task<bool> DropAsync(QueryInFlight query, TableName name, CancellationToken cancellationToken)
    {
        var dropped = await (PartOf(query, name)?.DropAsync(name) ?? lake.DropAsync(query.Scope, name, cancellationToken));
        if (query.Owns(name))
        {
            query.Order.Temporary!.Remove(name);
        }

        return dropped;
    }

    /// <summary>What a table is changed with, where it is not changed at once.</summary>
    private static ILakeTransaction? PartOf(QueryInFlight query, TableName name) => query.Owns(name) ? query.Order.Temporary!.Lake : query.Transaction?.Lake;

    /// <summary>Makes a schema. False when it is there.</summary>
    public Task<bool> CreateSchemaAsync(QueryInFlight query, string schema, CancellationToken cancellationToken) =>
        query.Transaction?.Lake.CreateSchemaAsync(schema, cancellationToken) ?? lake.CreateSchemaAsync(query.Scope, schema, cancellationToken);

    /// <summary>Forgets a schema, at once. Null when there is none, false when it has tables.</summary>
    public Task<bool?> DropSchemaAsync(QueryInFlight query, string schema, CancellationToken cancellationToken) => query.Transaction is null
        ? lake.DropSchemaAsync(query.Scope, schema, cancellationToken)
        : throw new InvalidOperationException("A schema is not dropped in a transaction.");

    /// <summary>Keeps a view in place of the one of its name, if there is one. False when that is not allowed and there is one.</summary>
    public Task<bool> SaveViewAsync(QueryInFlight query, StoredView view, bool replace, CancellationToken cancellationToken) => ViewAsync(
        query, view.Name, before => before is null || replace, before => view with { Id = before?.Id ?? view.Id }, cancellationToken);

    /// <summary>Changes a view. False when it is gone.</summary>
    public Task<bool> ChangeViewAsync(QueryInFlight query, TableName name, Func<StoredView, StoredView> change, CancellationToken cancellationToken) => ViewAsync(
        query, name, before => before is not null, before => change(before!) with { ChangedAt = clock.GetUtcNow() }, cancellationToken);

    /// <summary>Forgets a view. False when there is none.</summary>
    public Task<bool> DropViewAsync(QueryInFlight query, TableName name, CancellationToken cancellationToken) => ViewAsync(
        query, name, before => before is not null, static _ => null, cancellationToken);

    /// <summary>What a version tells of the statement that made it.</summary>
    private static Dictionary<string, string> Summary(QueryInFlight query) => new Dictionary<string, string>
    {
        [SnapshotKeys.By] = query.Order.Principal.Name,
        [SnapshotKeys.Query] = query.Id,
        [SnapshotKeys.Command] = query.Command,
    };

    /// <summary>Changes what a name of views means, from what it means now. False when that does not fit.</summary>
    private async Task<bool> ViewAsync(QueryInFlight query, TableName name, Func<StoredView?, bool> fits, Func<StoredView?, StoredView?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (query.Transaction is null)
            {
                views.Forget(query.Scope); // what another server changed in this moment
            }

            var before = await catalog.ViewAsync(query, name, cancellationToken);
            if (!fits(before))
            {
                return false;
            }

            var after = change(before);
            if (query.Transaction is { } transaction)
            {
                var kept = transaction.Views.Where(known => known.Name != name);
                transaction.Define(after is null ? kept : kept.Append(after), (db, token) => ViewStore.WriteAsync(db, query.Scope, name, before?.Id, after, token));
                return true;
            }

            try
            {
                await views.WriteAsync(query.Scope, name, before?.Id, after, cancellationToken);
                return true;
            }
            catch (FaultException lost) when (lost.Fault.Code == Conflict && attempt < AttemptsToChange)
            {
                // another came first: what is there now decides
            }
        }
    }
}
