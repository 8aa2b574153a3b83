using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Query.Views;

/// <summary>The views of environments, as rows.</summary>
internal sealed class ViewStore(IPlatformDbFactory databases, TimeProvider clock) : IViewList
{
    /// <summary>What another server changed is seen after this time; what this one changed at once.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // most environments have no view: asking storage for each table of each statement would be in vain
    private readonly ConcurrentDictionary<Scope, (IReadOnlyList<StoredView> Views, long ReadAt)> known = new();

    /// <summary>The views of an environment in the order of their names.</summary>
    public async Task<IReadOnlyList<StoredView>> ListAsync(Scope scope, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(scope, out var cached) && clock.GetElapsedTime(cached.ReadAt) < Fresh)
        {
            return cached.Views;
        }

        var readAt = clock.GetTimestamp(); // before it is read: what changes meanwhile is read again in time
        await using var db = databases.Create();
        var rows = await Of(db, scope).AsNoTracking().OrderBy(row => row.SchemaKey).ThenBy(row => row.NameKey).ToListAsync(cancellationToken);
        IReadOnlyList<StoredView> views = [.. rows.Select(View)];
        known[scope] = (views, readAt);
        return views;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewSummary>> ViewsAsync(Scope scope, CancellationToken cancellationToken) => [.. (await ListAsync(scope, cancellationToken)).Select(view => view.Summary)];

    /// <summary>A view, or null.</summary>
    public async Task<StoredView?> FindAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        foreach (var view in await ListAsync(scope, cancellationToken))
        {
            if (view.Name == name)
            {
                return view;
            }
        }

        return null;
    }

    /// <summary>Keeps a view in place of the one of its name, if there is one. False when that is not allowed and there is one.</summary>
    public async Task<bool> SaveAsync(
        Scope scope, TableName name, string sql, IReadOnlyList<StoredColumn> columns, string? comment, bool invoker, Principal definer, bool replace,
        CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var row = await Of(db, scope, name).FirstOrDefaultAsync(cancellationToken);
        if (row is not null && !replace)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        if (row is null)
        {
            row = new ViewRow
            {
                Id = Ids.New(clock),
                Organisation = scope.Organisation,
                Environment = scope.Environment,
                SchemaKey = Fold(name.Schema),
                NameKey = Fold(name.Name),
                Schema = name.Schema,
                Name = name.Name,
                Sql = sql,
                Columns = "[]",
                DefinerId = definer.Id,
                Definer = "{}",
                CreatedAt = now,
                ChangedAt = now,
            };
            db.Add(row);
        }

        (row.Sql, row.Columns, row.Comment, row.Invoker) = (sql, JsonSerializer.Serialize(columns), comment, invoker);
        (row.DefinerId, row.Definer, row.ChangedAt) = (definer.Id, JsonSerializer.Serialize(Kept.Of(definer)), now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // another made it in this moment
        }
        finally
        {
            known.TryRemove(scope, out _);
        }
    }

    /// <summary>Changes what is told of a view beside its query. False when it is gone.</summary>
    public async Task<bool> ChangeAsync(Scope scope, TableName name, Action<ViewRow> change, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var row = await Of(db, scope, name).FirstOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return false;
        }

        change(row);
        row.ChangedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        known.TryRemove(scope, out _);
        return true;
    }

    /// <summary>Forgets a view. False when there is none.</summary>
    public async Task<bool> DropAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var gone = await Of(db, scope, name).ExecuteDeleteAsync(cancellationToken) > 0;
        known.TryRemove(scope, out _);
        return gone;
    }

    /// <summary>A name as it is compared.</summary>
    public static string Fold(string name) => name.ToUpperInvariant();

    private static IQueryable<ViewRow> Of(PlatformDb db, Scope scope) =>
        db.Set<ViewRow>().Where(row => row.Organisation == scope.Organisation && row.Environment == scope.Environment);

    private static IQueryable<ViewRow> Of(PlatformDb db, Scope scope, TableName name)
    {
        var (schema, key) = (Fold(name.Schema), Fold(name.Name));
        return Of(db, scope).Where(row => row.SchemaKey == schema && row.NameKey == key);
    }

    private static StoredView View(ViewRow row) => new(
        row.Id, new TableName(row.Schema, row.Name), row.Sql, JsonSerializer.Deserialize<List<StoredColumn>>(row.Columns) ?? [], row.Comment, row.Invoker,
        JsonSerializer.Deserialize<Kept>(row.Definer)!.Principal(), row.ChangedAt);

    /// <summary>A principal as it is kept.</summary>
    private sealed record Kept(
        string Id, PrincipalKind Kind, string Name, string Organisation, IReadOnlyList<string> Roles, IReadOnlyList<string> Groups,
        IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes)
    {
        public static Kept Of(Principal one) => new(one.Id, one.Kind, one.Name, one.Organisation, [.. one.Roles], [.. one.Groups], one.Attributes);

        public Principal Principal() => new(Id, Kind, Name, Organisation, Roles.ToHashSet(), Groups.ToHashSet(), Attributes);
    }
}
