using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Results;

/// <summary>Errors that the engine hands out as objects.</summary>
internal static unsafe class NativeErrors
{
    /// <summary>Frees the error and throws it, where it is one.</summary>
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
