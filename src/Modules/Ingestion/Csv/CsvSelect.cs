using System.Globalization;
using Talentys.Ingestion.Encodings;
using Talentys.Kernel;

namespace Talentys.Ingestion.Csv;

/// <summary>Composes the call of the engine's CSV reader. It detects nothing: everything is told.</summary>
internal static class CsvSelect
{
    private const int EngineLine = 2_000_000;

    /// <param name="paths">Files of one form.</param>
    /// <param name="file">One of them.</param>
    /// <param name="longest">Longest record of all.</param>
    /// <param name="typeOf">Type that the reader makes of a column.</param>
    public static string From(IEnumerable<string> paths, CsvFile file, int longest, Func<string, string> typeOf)
    {
        var form = file.Form;
        var columns = string.Join(", ", file.Names.Select(name => $"{SqlText.Literal(name)}: {SqlText.Literal(typeOf(name))}"));
        List<string> options =
        [
            "auto_detect=false", $"columns={{{columns}}}",
            $"delim={Mark(form.Delimiter)}", $"quote={Mark(form.Quote)}", $"escape={Mark(form.Escape)}",
            form.Header ? "header=true" : "header=false",
            $"nullstr={SqlText.List(form.NullValues.Prepend("").Distinct())}", "allow_quoted_nulls=false", "strict_mode=true",
        ];
        if (NewLine(file.Profile.Endings) is { } ending)
        {
            options.Add($"new_line={ending}");
        }

        if (Compression.Of(file.Path) is { } compression)
        {
            options.Add($"compression='{compression}'");
        }

        if (longest + 16 > EngineLine)
        {
            options.Add(string.Create(CultureInfo.InvariantCulture, $"max_line_size={longest + 16}, buffer_size={(longest + 16L) * 3}"));
        }

        return $"read_csv({SqlText.List(paths)}, {string.Join(", ", options)})";
    }

    private static string Mark(byte mark) => mark == 0 ? "''" : SqlText.Literal(((char)mark).ToString());

    /// <summary>DuckDB 1.5.6 reads no row at all when it is told <c>\r\n</c>, and finds it by itself.</summary>
    private static string? NewLine(CsvLineEndings endings) => endings switch
    {
        CsvLineEndings.CrLf => null,
        CsvLineEndings.Cr => "'\\r'",
        _ => "'\\n'",
    };
}
