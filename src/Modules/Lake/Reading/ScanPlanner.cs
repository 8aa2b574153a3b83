using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>Makes of the files of a version what the scan needs: what each holds, the values of its partition, its deletes.</summary>
internal sealed class ScanPlanner(FooterReader footers, IObjectStore objects)
{
    private static readonly Dictionary<int, object?> NoConstants = [];

    /// <summary>The scan of data files, in their order.</summary>
    /// <param name="place">Where the table is.</param>
    /// <param name="view">The table at a version.</param>
    /// <param name="files">Its files; data files that pruning left out are missing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ScanFile>> PlanAsync(TablePlace place, TableView view, LiveFiles files, CancellationToken cancellationToken)
    {
        var equalities = files.Deletes.Where(file => file.File.Content == FileContent.EqualityDeletes).ToList();
        var index = new DeleteIndex(view.Metadata, equalities);
        await AddPositionsAsync(index, place, files, cancellationToken);
        var holds = await PhysicalAsync(view, [.. files.Data, .. equalities], cancellationToken);
        var constants = new Constants(view.Metadata);
        var fields = new FieldPaths(view.Metadata, view.Schema);
        var deletes = new Dictionary<object, EqualityDelete>(ReferenceEqualityComparer.Instance);
        foreach (var delete in equalities)
        {
            deletes[delete] = new EqualityDelete(delete.Path, holds[delete], constants.Of(delete, holds[delete]), KeysOf(delete, fields));
        }

        var sets = new Dictionary<object, IReadOnlyList<EqualityDelete>>(ReferenceEqualityComparer.Instance);
        var scanned = new List<ScanFile>(files.Data.Count);
        foreach (var file in files.Data)
        {
            var applied = index.EqualitiesOf(file);
            if (!sets.TryGetValue(applied, out var set))
            {
                sets[applied] = set = [.. applied.Select(delete => deletes[delete])];
            }

            scanned.Add(new ScanFile
            {
                Path = file.Path,
                Physical = holds[file],
                Constants = constants.Of(file, holds[file]),
                Positions = index.PositionsOf(file),
                Equalities = set,
            });
        }

        return scanned;
    }

    /// <summary>What each file holds: files of ours by their schema, those of others by their footer and the table's names.</summary>
    private async Task<Dictionary<object, PhysicalSchema>> PhysicalAsync(TableView view, IReadOnlyList<LiveFile> files, CancellationToken cancellationToken)
    {
        var holds = new Dictionary<object, PhysicalSchema>(files.Count, ReferenceEqualityComparer.Instance);
        var ours = new Dictionary<(IcebergSchema, string), PhysicalSchema>();
        var others = new List<LiveFile>();
        (IcebergSchema Schema, IReadOnlyDictionary<int, long> Sizes, PhysicalSchema Holds)? before = null;
        foreach (var file in files)
        {
            if (file is not { WrittenAs: { } schema, File.ColumnSizes: { } sizes })
            {
                others.Add(file);
                continue;
            }

            // files out of an index share what tells of their columns
            if (before is var (last, same, held) && ReferenceEquals(last, schema) && ReferenceEquals(same, sizes))
            {
                holds[file] = held;
                continue;
            }

            // a file has a column when it has all of its leaves
            var present = schema.Fields
                .Where(field => IcebergSchema.LeavesOf([field.Name], field.Id, field.Type, false).All(leaf => sizes.ContainsKey(leaf.Id))).ToList();
            var key = (schema, string.Join(',', present.Select(field => field.Id)));
            if (!ours.TryGetValue(key, out var physical))
            {
                ours[key] = physical = PhysicalSchema.Of(present);
            }

            holds[file] = physical;
            before = (schema, sizes, physical);
        }

        if (others.Count > 0)
        {
            var names = NamedIds.Of(view.Metadata, view.Schema);
            var read = await footers.ReadAsync([.. others.Select(file => file.Path)], cancellationToken);
            for (var i = 0; i < others.Count; i++)
            {
                holds[others[i]] = names.Apply(read[i]);
            }
        }

        return holds;
    }

    /// <summary>Finds out which data files the position deletes are about: they tell it themselves, or their bounds do, or it is read.</summary>
    private async Task AddPositionsAsync(DeleteIndex index, TablePlace place, LiveFiles files, CancellationToken cancellationToken)
    {
        if (files.Deletes.Count == 0)
        {
            return;
        }

        var data = files.Data.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var oldest = files.Data.Select(file => file.Sequence).DefaultIfEmpty(long.MaxValue).Min();
        var unknown = new List<LiveFile>();
        foreach (var delete in files.Deletes.Where(file => file.File.Content == FileContent.PositionDeletes && file.Sequence >= oldest))
        {
            if (DeleteScope.OnlyFile(delete.File) is { } named && Path(named) is { } path && data.Contains(path))
            {
                index.AddPositions(delete, path, named);
            }
            else
            {
                unknown.Add(delete);
            }
        }

        var references = await footers.ReferencesAsync([.. unknown.Select(delete => delete.Path)], cancellationToken);
        foreach (var delete in unknown)
        {
            foreach (var named in references[delete.Path])
            {
                // one that is not in the table any more is no fault: its rows went by other means
                if (Path(named) is { } path && data.Contains(path))
                {
                    index.AddPositions(delete, path, named);
                }
            }
        }

        string? Path(string named) => place.TryResolve(named) is { } location ? objects.ReadPath(location) : null;
    }

    private static IReadOnlyList<IReadOnlyList<NestedField>> KeysOf(LiveFile delete, FieldPaths fields)
    {
        var ids = delete.File.EqualityIds is { Count: > 0 } some ? some : throw Broken(delete, "An equality delete file does not tell its columns.");
        return [.. ids.Order().Select(id => fields.Find(id) is { } path && path[^1].Type is IcebergType.Primitive
            ? path
            : throw Broken(delete, $"An equality delete file compares field {id}, which the table does not have."))];
    }

    private static FaultException Broken(LiveFile file, string message) => new(Fault.Failed(
        "lake.metadata_broken", message, file.File.Path, "Compact the table with the engine that wrote it."));

    /// <summary>Values that identity partitions tell of files that do not have the column (spec, "Column projection").</summary>
    private sealed class Constants(TableMetadata metadata)
    {
        private readonly Dictionary<(PhysicalSchema, int), IReadOnlyList<int>> missing = [];
        private readonly Dictionary<PartitionKey, Dictionary<int, object?>> known = [];

        public Dictionary<int, object?> Of(LiveFile file, PhysicalSchema physical)
        {
            if (file.Partition.Values.Count == 0)
            {
                return NoConstants;
            }

            var spec = metadata.SpecById(file.Partition.SpecId);
            if (!missing.TryGetValue((physical, spec.SpecId), out var ids))
            {
                var held = new HashSet<int>();
                Collect(physical.Fields, held);
                missing[(physical, spec.SpecId)] = ids =
                    [.. spec.Fields.Where(field => field.Transform is Transform.Identity && !held.Contains(field.SourceId)).Select(field => field.SourceId)];
            }

            if (ids.Count == 0)
            {
                return NoConstants;
            }

            if (!known.TryGetValue(file.Partition, out var constants))
            {
                known[file.Partition] = constants = [];
                for (var i = 0; i < spec.Fields.Count && i < file.Partition.Values.Count; i++)
                {
                    if (spec.Fields[i].Transform is Transform.Identity)
                    {
                        constants[spec.Fields[i].SourceId] = file.Partition.Values[i];
                    }
                }
            }

            return constants;
        }

        private static void Collect(IEnumerable<PhysicalField> fields, HashSet<int> ids)
        {
            foreach (var field in fields)
            {
                if (field.Id is { } id)
                {
                    ids.Add(id);
                }

                if (field.Type is PhysicalType.Struct s)
                {
                    Collect(s.Fields, ids);
                }
            }
        }
    }
}
