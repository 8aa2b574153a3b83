using System.Runtime.InteropServices;

namespace Talentys.DuckDb.Native;

/// <summary>Texts that the engine hands out.</summary>
internal static unsafe class NativeText
{
    /// <summary>Copies a text that the engine keeps.</summary>
    public static string Read(byte* text) => text is null ? "" : Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>Copies a text and frees it.</summary>
    public static string Take(byte* text)
    {
        var copy = Read(text);
        if (text is not null)
        {
            DuckNative.Free(text);
        }

        return copy;
    }
}
