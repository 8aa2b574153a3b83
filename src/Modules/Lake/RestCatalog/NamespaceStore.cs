using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Lake.Tables;
using Talentys.Storage;

namespace Talentys.Lake.RestCatalog;

/// <summary>Schemas: those that have tables, and those that were made by themselves.</summary>
internal sealed class NamespaceStore(IPlatformDbFactory databases, TimeProvider clock)
{
    /// <summary>All of a scope in the order of their keys.</summary>
    public async Task<IReadOnlyList<KnownNamespace>> ListAsync(Scope scope, bool hidden, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var made = await Made(db, scope).Select(row => new { row.SchemaKey, row.Schema }).ToListAsync(cancellationToken);
        var used = await Tables(db, scope).GroupBy(row => row.SchemaKey)
            .Select(schema => new { SchemaKey = schema.Key, Schema = schema.Min(row => row.Schema)! }).ToListAsync(cancellationToken);
        return
        [
            .. made.Concat(used).DistinctBy(one => one.SchemaKey).Where(one => hidden || !one.SchemaKey.StartsWith('_'))
                .Select(one => new KnownNamespace(one.SchemaKey, one.Schema)).OrderBy(one => one.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>A schema with its properties, or null.</summary>
    public async Task<NamespaceAnswer?> FindAsync(Scope scope, string schema, CancellationToken cancellationToken)
    {
        var key = TableStore.Fold(schema);
        await using var db = databases.Create();
        if (await Made(db, scope).FirstOrDefaultAsync(row => row.SchemaKey == key, cancellationToken) is { } made)
        {
            return new NamespaceAnswer([made.Schema], Read(made.Properties));
        }

        var used = await Tables(db, scope).Where(row => row.SchemaKey == key).OrderBy(row => row.Id).Select(row => row.Schema)
            .FirstOrDefaultAsync(cancellationToken);
        return used is null ? null : new NamespaceAnswer([used], new Dictionary<string, string>());
    }

    /// <summary>Makes a schema. False when it is there.</summary>
    public async Task<bool> CreateAsync(Scope scope, string schema, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) =>
        await FindAsync(scope, schema, cancellationToken) is null && await AddAsync(scope, schema, properties, cancellationToken);

    /// <summary>Forgets a schema that has no tables. Null when there is none; false when it has tables.</summary>
    public async Task<bool?> DropAsync(Scope scope, string schema, CancellationToken cancellationToken)
    {
        var key = TableStore.Fold(schema);
        await using var db = databases.Create();
        if (await Tables(db, scope).AnyAsync(row => row.SchemaKey == key, cancellationToken))
        {
            return false;
        }

        return await Made(db, scope).Where(row => row.SchemaKey == key).ExecuteDeleteAsync(cancellationToken) == 1 ? true : null;
    }

    /// <summary>Changes the properties of a schema that is there.</summary>
    public async Task<PropertiesAnswer> ChangeAsync(
        Scope scope, string schema, IReadOnlyDictionary<string, string> updates, IReadOnlyList<string> removals, CancellationToken cancellationToken)
    {
        var key = TableStore.Fold(schema);
        while (true)
        {
            await using var db = databases.Create();
            var row = await Made(db, scope).FirstOrDefaultAsync(one => one.SchemaKey == key, cancellationToken);
            var properties = row is null ? [] : Read(row.Properties);
            var removed = removals.Where(properties.Remove).ToList();
            foreach (var (name, value) in updates)
            {
                properties[name] = value;
            }

            if (row is null
                ? await AddAsync(scope, schema, properties, cancellationToken)
                : await SwapAsync(db, scope, row, JsonSerializer.Serialize(properties), cancellationToken))
            {
                return new PropertiesAnswer([.. updates.Keys], removed, [.. removals.Except(removed)]);
            }
        }
    }

    private async Task<bool> AddAsync(Scope scope, string schema, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        db.Add(Row(scope, schema, properties));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // another client made it at the same moment, else the look fails for the same reason
            if (await FindAsync(scope, schema, cancellationToken) is null)
            {
                throw;
            }

            return false;
        }
    }

    /// <summary>Makes a schema that is not there, as a part of a transaction.</summary>
    public async Task AddAsync(PlatformDb db, Scope scope, string schema, CancellationToken cancellationToken)
    {
        var key = TableStore.Fold(schema);
        if (!await Made(db, scope).AnyAsync(row => row.SchemaKey == key, cancellationToken))
        {
            db.Add(Row(scope, schema, new Dictionary<string, string>()));
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private LakeNamespaceRow Row(Scope scope, string schema, IReadOnlyDictionary<string, string> properties) => new()
    {
        Organisation = scope.Organisation,
        Environment = scope.Environment,
        SchemaKey = TableStore.Fold(schema),
        Schema = schema,
        Properties = JsonSerializer.Serialize(properties),
        ChangedAt = clock.GetUtcNow(),
    };

    private async Task<bool> SwapAsync(PlatformDb db, Scope scope, LakeNamespaceRow row, string properties, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await Made(db, scope).Where(one => one.SchemaKey == row.SchemaKey && one.Properties == row.Properties).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Properties, properties).SetProperty(one => one.ChangedAt, now), cancellationToken) == 1;
    }

    private static IQueryable<LakeNamespaceRow> Made(PlatformDb db, Scope scope) => db.Set<LakeNamespaceRow>().AsNoTracking()
        .Where(row => row.Organisation == scope.Organisation && row.Environment == scope.Environment);

    private static IQueryable<LakeTableRow> Tables(PlatformDb db, Scope scope) => db.Set<LakeTableRow>().AsNoTracking()
        .Where(row => row.Organisation == scope.Organisation && row.Environment == scope.Environment && row.MetadataFile != null);

    private static Dictionary<string, string> Read(string properties) => JsonSerializer.Deserialize<Dictionary<string, string>>(properties)!;
}

/// <summary>A schema in a list.</summary>
/// <param name="Key">The name folded, by which the list is ordered.</param>
/// <param name="Schema">The name as it was written.</param>
internal sealed record KnownNamespace(string Key, string Schema);
