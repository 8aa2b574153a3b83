using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Types;
using Talentys.Storage;

namespace Talentys.Lake.Tables;

/// <summary>Columns, keys and comments of all tables: read of each metadata file once, and kept in a compact form.</summary>
internal sealed class TableShapes(IPlatformDbFactory databases, TableLists lists, TablePlaces places, TableFiles files) : ITableShapes, IDisposable
{
    private const int AtOnce = 4;

    private readonly ConditionalWeakTable<IReadOnlyList<TableSummary>, IReadOnlyList<TableShape>> known = [];
    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    public async Task<IReadOnlyList<TableShape>> AllAsync(Scope scope, CancellationToken cancellationToken)
    {
        var tables = await lists.AllAsync(scope, hidden: false, cancellationToken);
        if (known.TryGetValue(tables, out var found))
        {
            return found;
        }

        await turn.WaitAsync(cancellationToken); // others who ask meanwhile find it done
        try
        {
            if (!known.TryGetValue(tables, out found))
            {
                known.AddOrUpdate(tables, found = await ReadAsync(scope, tables, cancellationToken));
            }

            return found;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>The shapes of tables whose metadata is in known files; those without one have no columns.</summary>
    public async Task<TableShape[]> OfAsync(IReadOnlyList<TableSummary> tables, IReadOnlyDictionary<string, string> locations, CancellationToken cancellationToken)
    {
        var shapes = new TableShape[tables.Count];
        await Parallel.ForAsync(0, tables.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (index, stop) =>
        {
            var table = tables[index];
            shapes[index] = !locations.TryGetValue(table.Id, out var location) ? new TableShape(table, [], [], null) // dropped in this moment
                : kept.TryGetValue(table.Id, out var one) && one.Location == location ? one.Shape with { Table = table }
                : await ReadAsync(table, location, stop);
        });
        return shapes;
    }

    /// <summary>The shape that metadata tells.</summary>
    public static TableShape Of(TableSummary table, TableMetadata metadata)
    {
        var schema = metadata.CurrentSchema;
        var columns = UniqueNames.Of(schema.Fields);
        return new TableShape(
            table,
            [.. columns.Select(field => new LakeColumn(field.Id, field.Name, EngineTypeName.Of(field.Type), field.Required, field.Doc))],
            [.. (schema.IdentifierFieldIds ?? []).Select(id => columns.FirstOrDefault(field => field.Id == id)?.Name).OfType<string>()],
            metadata.Properties.GetValueOrDefault("comment"));
    }

    private async Task<IReadOnlyList<TableShape>> ReadAsync(Scope scope, IReadOnlyList<TableSummary> tables, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var rows = await db.Set<LakeTableRow>().AsNoTracking()
            .Where(row => row.Organisation == scope.Organisation && row.Environment == scope.Environment && row.MetadataFile != null)
            .Select(row => new { row.Id, row.Folder, row.MetadataFile })
            .ToListAsync(cancellationToken);
        var locations = rows.ToDictionary(row => row.Id, row => places.Of(row.Folder).MetadataFile(row.MetadataFile!), StringComparer.Ordinal);
        var shapes = await OfAsync(tables, locations, cancellationToken);
        foreach (var gone in kept.Where(one => one.Value.Scope == scope && !locations.ContainsKey(one.Key)))
        {
            kept.TryRemove(gone);
        }

        foreach (var shape in shapes.Where(shape => shape.Columns.Count > 0))
        {
            if (locations.TryGetValue(shape.Table.Id, out var location))
            {
                kept[shape.Table.Id] = new Kept(scope, location, shape);
            }
        }

        return shapes;
    }

    private async Task<TableShape> ReadAsync(TableSummary table, string location, CancellationToken cancellationToken)
    {
        try
        {
            return Of(table, await files.MetadataAsync(location, cancellationToken));
        }
        catch (FaultException)
        {
            return new TableShape(table, [], [], null); // one broken table does not hide the others; its own queries tell why
        }
    }

    private sealed record Kept(Scope Scope, string Location, TableShape Shape);
}
