using System.Text;
using Talentys.Kernel;

namespace Talentys.Projects.Yaml;

/// <summary>The text of a resource file: UTF-8 without control characters.</summary>
internal static class YamlText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static Result<string> Decode(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length > YamlLimits.Bytes)
        {
            return Fault.Invalid("projects.file_too_large", "The file is larger than 1 MB.", path, "Split it, or keep data out of it.");
        }

        try
        {
            var text = Strict.GetString(bytes).TrimStart('\uFEFF');
            return FirstControl(text) is { } at ? Control(text, at, path) : text;
        }
        catch (DecoderFallbackException)
        {
            return Fault.Invalid("projects.not_utf8", "The file is not UTF-8 text.", path, "Save it as UTF-8.");
        }
    }

    // the parser takes a NUL for the end of the file: what follows it would be lost without a word
    private static int? FirstControl(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r' or '\u0085'))
            {
                return i;
            }
        }

        return null;
    }

    private static Fault Control(string text, int at, string path)
    {
        var before = text.AsSpan(0, at);
        var line = before.Count('\n') + 1;
        var column = at - before.LastIndexOf('\n');
        return Fault.Invalid(
            "projects.control_character", $"There is a control character (U+{(int)text[at]:X4}).", $"{path}:{line}:{column}",
            "Delete it, or write it as an escape in double quotes.");
    }
}
