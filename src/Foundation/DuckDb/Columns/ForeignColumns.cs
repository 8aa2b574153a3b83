using Apache.Arrow;
using Apache.Arrow.C;
using Apache.Arrow.Types;
using Talentys.DuckDb.Native;
using Talentys.DuckDb.Results;

namespace Talentys.DuckDb.Columns;

/// <summary>
/// The columns whose types the engine converts itself (nested ones, enums, intervals, ...): each chunk becomes arrays,
/// which are joined when the batch is full.
/// </summary>
internal sealed unsafe class ForeignColumns : IDisposable
{
    private readonly int[] columns;
    private readonly Schema schema;
    private readonly nint[] types;
    private readonly nint options;
    private readonly List<RecordBatch> parts = [];

    /// <summary>Takes the types over.</summary>
    public ForeignColumns(int[] columns, Schema schema, nint[] types, nint options)
    {
        this.columns = columns;
        this.types = types;
        this.options = options;
        this.schema = new Schema(columns.Select(column => schema.FieldsList[column]), null);
        CanJoin = this.schema.FieldsList.All(field => IsPlain(field.DataType));
    }

    /// <summary>Whether the arrays of several chunks can be joined: dictionaries cannot, each chunk may have its own.</summary>
    public bool CanJoin { get; }

    public void Append(nint chunk)
    {
        fixed (nint* own = types)
        {
            var view = DuckNative.CreateChunk(own, (ulong)types.Length);
            var array = CArrowArray.Create();
            try
            {
                for (var index = 0; index < columns.Length; index++)
                {
                    DuckNative.ReferenceVector(
                        DuckNative.ChunkVector(view, (ulong)index), DuckNative.ChunkVector(chunk, (ulong)columns[index]));
                }

                DuckNative.SetChunkSize(view, DuckNative.ChunkSize(chunk));
                NativeErrors.Check(DuckNative.ChunkToArrow(options, view, array));
                parts.Add(CArrowArrayImporter.ImportRecordBatch(array, schema));
            }
            finally
            {
                DuckNative.DestroyChunk(ref view);
                CArrowArray.Free(array);
            }
        }
    }

    /// <summary>Puts the joined arrays in their places.</summary>
    public void Build(IArrowArray[] arrays)
    {
        for (var index = 0; index < columns.Length; index++)
        {
            arrays[columns[index]] = parts.Count == 1
                ? parts[0].Column(index)
                : ArrowArrayConcatenator.Concatenate([.. parts.Select(part => part.Column(index))]);
        }

        if (parts.Count > 1)
        {
            parts.ForEach(part => part.Dispose());
        }

        parts.Clear();
    }

    public void Dispose()
    {
        parts.ForEach(part => part.Dispose());
        for (var index = 0; index < types.Length; index++)
        {
            DuckNative.DestroyLogicalType(ref types[index]);
        }
    }

    private static bool IsPlain(IArrowType type) => type switch
    {
        DictionaryType or UnionType => false,
        NestedType nested => nested.Fields.All(field => IsPlain(field.DataType)),
        _ => true,
    };
}
