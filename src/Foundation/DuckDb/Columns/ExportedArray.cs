using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.C;
using Apache.Arrow.Types;

namespace Talentys.DuckDb.Columns;

/// <summary>
/// <c>struct ArrowArray</c> of the Arrow C data interface, over buffers of ours, so that batches enter Apache.Arrow by the
/// same door as the engine's own and free their memory when they are disposed.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ExportedArray
{
    public long Length;
    public long NullCount;
    public long Offset;
    public long BufferCount;
    public long ChildCount;
    public byte** Buffers;
    public ExportedArray** Children;
    public ExportedArray* Dictionary;
    public delegate* unmanaged<ExportedArray*, void> Release;
    public void* PrivateData;

    /// <summary>An array over buffers that it owns from now on: validity, then one or two more.</summary>
    public static IArrowArray Import(IArrowType type, int rows, int nulls, byte* validity, byte* first, byte* second, int buffers)
    {
        var array = CArrowArray.Create();
        try
        {
            var exported = (ExportedArray*)array;
            exported->Length = rows;
            exported->NullCount = nulls;
            exported->BufferCount = buffers;
            exported->Buffers = (byte**)NativeMemory.Alloc((nuint)(buffers * sizeof(byte*)));
            exported->Buffers[0] = validity;
            exported->Buffers[1] = first;
            if (buffers > 2)
            {
                exported->Buffers[2] = second;
            }

            exported->Release = &Free;
            return CArrowArrayImporter.ImportArray(array, type);
        }
        finally
        {
            CArrowArray.Free(array);
        }
    }

    [UnmanagedCallersOnly]
    private static void Free(ExportedArray* array)
    {
        for (var buffer = 0; buffer < array->BufferCount; buffer++)
        {
            NativeBuffer.Free(array->Buffers[buffer]);
        }

        NativeMemory.Free(array->Buffers);
        array->Release = null;
    }
}
