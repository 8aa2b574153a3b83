using System.Globalization;

namespace Talentys.Lake.Stores.Copies;

/// <summary>
/// Which parts of a copy are there, in a small file beside it: written after them, so that what it tells is true whenever the
/// process ends.
/// </summary>
internal static class CopyRecord
{
    public const string Ending = ".parts";

    /// <summary>The parts of a copy, with the length of the whole; null when there is none that can be believed.</summary>
    public static (long Length, ByteRanges Parts)? Read(string path)
    {
        try
        {
            var lines = File.ReadAllLines($"{path}{Ending}");
            var length = long.Parse(lines[0], CultureInfo.InvariantCulture);
            var parts = lines[1..].Select(line => line.Split(' ')).Select(part => new ByteRange(
                long.Parse(part[0], CultureInfo.InvariantCulture), long.Parse(part[1], CultureInfo.InvariantCulture)));
            var ranges = new ByteRanges(parts);
            return new FileInfo(path) is { Exists: true } file && file.Length == length && ranges.Parts.All(part => part.Start >= 0 && part.End <= length)
                ? (length, ranges)
                : null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Writes it anew, as one step.</summary>
    public static void Write(string path, long length, ByteRanges parts)
    {
        var lines = parts.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Start} {part.End}"));
        var temporary = $"{path}{Ending}.{Guid.NewGuid():n}.tmp";
        try
        {
            File.WriteAllLines(temporary, [length.ToString(CultureInfo.InvariantCulture), .. lines]);
            File.Move(temporary, $"{path}{Ending}", overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Deletes a copy: first what tells of it.</summary>
    public static void Delete(string path)
    {
        File.Delete($"{path}{Ending}");
        File.Delete(path);
    }

    /// <summary>Makes the empty copy, of the length of the whole but without its bytes.</summary>
    public static void Make(string path, long length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Delete(path);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(length);
    }
}
