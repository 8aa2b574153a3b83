using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Results;

/// <summary>What the engine's Arrow functions say when they fail.</summary>
internal static unsafe class ArrowErrors
{
    /// <summary>Throws the fault of an error, if it is one, and frees it.</summary>
    public static void Check(nint error)
    {
        if (error == 0)
        {
            return;
        }

        try
        {
            if (DuckNative.ErrorDataHasError(error))
            {
                throw EngineFaults.Of(NativeText.Read(DuckNative.ErrorDataMessage(error)));
            }
        }
        finally
        {
            DuckNative.DestroyErrorData(ref error);
        }
    }
}
