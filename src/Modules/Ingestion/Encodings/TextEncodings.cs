using System.Text;
using Talentys.Kernel;

namespace Talentys.Ingestion.Encodings;

/// <summary>The encodings of text files.</summary>
internal static class TextEncodings
{
    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Windows1252 => Encoding.GetEncoding(1252);

    /// <summary>A declared encoding by its name, or null for a name that is none.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            return Encoding.GetEncoding(name.Trim().ToLowerInvariant() switch { "utf8" => "utf-8", "latin1" or "latin-1" => "iso-8859-1", "utf16" => "utf-16", var other => other });
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What the first bytes say, where they say something other than UTF-8: a byte order mark, or every other byte zero.</summary>
    public static Encoding? Marked(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode;
        }

        var looked = Math.Min(head.Length & ~1, 4096);
        int even = 0, odd = 0;
        for (var i = 0; i < looked; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        var most = looked / 2 * 4 / 5;
        return looked < 8 ? null : odd >= most && even == 0 ? Encoding.Unicode : even >= most && odd == 0 ? Encoding.BigEndianUnicode : null;
    }

    /// <summary>Writes a file anew as UTF-8.</summary>
    public static void ToUtf8(string path, Encoding encoding, string target, Action<double>? told, CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Compression.Open(path, told), encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
        using var output = new StreamWriter(target, append: false, new UTF8Encoding(false), 1 << 16);
        var buffer = new char[1 << 16];
        for (var read = input.Read(buffer); read > 0; read = input.Read(buffer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Write(buffer, 0, read);
        }
    }

    public static Fault Unknown(string name, string? place) => Fault.Invalid(
        "ingestion.encoding_unknown", $"The encoding '{name}' is not known.", place, "Use a name such as utf-8, windows-1252 or utf-16.");
}
