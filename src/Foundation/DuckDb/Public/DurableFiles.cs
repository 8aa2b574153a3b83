using System.Runtime.InteropServices;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Public;

/// <summary>What the runtime does not offer for files that must outlive a loss of power: new names that are never taken twice, and folders that are flushed.</summary>
public static class DurableFiles
{
    /// <summary>
    /// Gives a finished file its name: one atomic step, of which one wins when two take the same name, and the name outlives
    /// a loss of power. The file is gone under its old name.
    /// </summary>
    /// <exception cref="IOException">The name is taken, or the system refuses.</exception>
    public static void Publish(string file, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(file, name, overwrite: false); // there it is one step; and the journal keeps its order
            return;
        }

        if (NativeFiles.Link(file, name) == 0)
        {
            File.Delete(file);
        }
        else if (Marshal.GetLastPInvokeError() == NativeFiles.Exists)
        {
            throw new IOException($"There is a file already: {name}");
        }
        else
        {
            File.Move(file, name, overwrite: false); // no hard links there: shares, removable disks, some containers
        }

        FlushFolder(Path.GetDirectoryName(name)!);
    }

    /// <summary>Makes a folder and those above it, each of which outlives a loss of power.</summary>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var above = Path.GetDirectoryName(path);
        if (above is not null)
        {
            MakeFolder(above);
        }

        Directory.CreateDirectory(path);
        if (above is not null)
        {
            FlushFolder(above);
        }
    }

    /// <summary>Flushes what a folder holds, names of files and not their content, to the disk. Nothing where that is not needed or not offered.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = NativeFiles.Open(path, NativeFiles.ReadOnly);
        if (handle < 0)
        {
            return; // a folder that may be written but not read
        }

        try
        {
            if (NativeFiles.Flush(handle) != 0 && Marshal.GetLastPInvokeError() is NativeFiles.InputOutput or NativeFiles.NoSpace)
            {
                throw new IOException($"The folder could not be flushed to the disk: {path}");
            }
        }
        finally
        {
            _ = NativeFiles.Close(handle);
        }
    }
}
