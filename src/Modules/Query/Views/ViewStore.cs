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

    private const string Conflict = "lake.conflict";

    // most environments have no view: asking storage for each table of each statement would be in vain
    private readonly ConcurrentDictionary<Scope, (IReadOnlyList<StoredView> Views, long ReadAt)> known = new();
    private readonly Lock gate = new();
    private long changes;

    /// <summary>The views of an environment in the order of their names.</summary>
    public async Task<IReadOnlyList<StoredView>> ListAsync(Scope scope, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(scope, out var cached) && clock.GetElapsedTime(cached.ReadAt) < Fresh)
        {
            return cached.Views;
        }

        var seen = Interlocked.Read(ref changes);
        var readAt = clock.GetTimestamp(); // before it is read: what changes meanwhile is read again in time
        await using var db = databases.Create();
        var rows = await Of(db, scope).AsNoTracking().OrderBy(row => row.SchemaKey).ThenBy(row => row.NameKey).ToListAsync(cancellationToken);
        IReadOnlyList<StoredView> views = [.. rows.Select(View)];
        if (cached.Views is { } before && before.Select(Told).SequenceEqual(views.Select(Told)))
        {
            views = before; // the same list as long as nothing changes: what is made of it is kept
        }

        lock (gate)
        {
            // what changed while it was read may not be in it, and is seen at once by whoever comes next
            if (changes == seen)
            {
                known[scope] = (views, readAt);
            }
        }

        return views;
    }

    private static (string Id, TableName Name, DateTimeOffset ChangedAt, string Sql) Told(StoredView view) => (view.Id, view.Name, view.ChangedAt, view.Sql);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ViewSummary>> ViewsAsync(Scope scope, CancellationToken cancellationToken) => [.. (await ListAsync(scope, cancellationToken)).Select(view => view.Summary)];

    /// <summary>Writes what a name means from now on, by itself.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="name">The name.</param>
    /// <param name="before">Identifier of the view that has the name; null when none has.</param>
    /// <param name="after">The view, which may have another name; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>lake.conflict</c>: another came first.</exception>
    public async Task WriteAsync(Scope scope, TableName name, string? before, StoredView? after, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        try
        {
            await WriteAsync(db, scope, name, before, after, cancellationToken);
        }
        finally
        {
            Forget(scope);
        }
    }

    /// <summary>What is known by now of the views of an environment does not hold any more.</summary>
    public void Forget(Scope scope)
    {
        lock (gate)
        {
            changes++;
            known.TryRemove(scope, out _);
        }
    }

    /// <summary>The same as a part of another change of the database.</summary>
    /// <exception cref="FaultException"><c>lake.conflict</c>: another came first.</exception>
    public static async Task WriteAsync(PlatformDb db, Scope scope, TableName name, string? before, StoredView? view, CancellationToken cancellationToken)
    {
        var row = await Of(db, scope, name).FirstOrDefaultAsync(cancellationToken);
        if (row?.Id != before)
        {
            throw Lost(name);
        }

        if (view is null)
        {
            if (await Of(db, scope, name).Where(known => known.Id == before).ExecuteDeleteAsync(cancellationToken) != 1)
            {
                throw Lost(name);
            }

            return;
        }

        if (row is null)
        {
            row = new ViewRow
            {
                Id = view.Id,
                Organisation = scope.Organisation,
                Environment = scope.Environment,
                SchemaKey = "",
                NameKey = "",
                Schema = "",
                Name = "",
                Sql = "",
                Columns = "[]",
                DefinerId = "",
                Definer = "{}",
                CreatedAt = view.ChangedAt,
                ChangedAt = view.ChangedAt,
            };
            db.Add(row);
        }

        (row.SchemaKey, row.NameKey, row.Schema, row.Name) = (Fold(view.Name.Schema), Fold(view.Name.Name), view.Name.Schema, view.Name.Name);
        (row.Sql, row.Columns, row.Comment, row.Invoker) = (view.Sql, JsonSerializer.Serialize(view.Columns), view.Comment, view.Invoker);
        (row.DefinerId, row.Definer, row.ChangedAt) = (view.Definer.Id, JsonSerializer.Serialize(Kept.Of(view.Definer)), view.ChangedAt);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Lost(name); // another made it in this moment
        }
    }

    private static FaultException Lost(TableName name) => new(new Fault(FaultKind.Conflict, Conflict, $"Another changed the view {name} meanwhile.", null, "Try again."));

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
