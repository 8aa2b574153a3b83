using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Tests.Lineage;

/// <summary>
/// A case of <c>cases/*.lineage</c>: a name behind <c>#</c>, statements, a line <c>----</c>, then what is expected: a line for each
/// column (<c>target kind &lt;- sources | influences</c>), <c>!</c> for a warning, <c>ERR</c> for a fault; a blank line ends it.
/// </summary>
internal sealed record LineageCase(string File, string Name, string Sql, string Expected)
{
    private const string Divider = "\n----\n";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Lineage", "cases");

    public static LineageCatalog Catalog { get; } = LineageCatalog.Read(System.IO.File.ReadAllText(Path.Combine(Folder, "catalog.json")));

    public static IReadOnlyList<LineageCase> All { get; } =
        [.. Directory.GetFiles(Folder, "*.lineage").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>What was read, in the same form.</summary>
    public static async Task<string> ActualAsync(ILineage lineage, string sql, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await lineage.ReadAsync(sql, Catalog, new LineageOptions(), cancellationToken);
            return string.Join('\n', [
                .. answer.Columns.Select(Line), .. answer.Warnings.Select(warning => $"! {warning.Place}: {warning.Message}")]);
        }
        catch (FaultException failure)
        {
            return $"ERR {failure.Fault.Code} {failure.Fault}";
        }
    }

    private static string Line(ColumnLineage column)
    {
        var sources = string.Join(", ", column.Sources.Select(source => source.Name));
        var influences = string.Join(", ", column.Influences.Select(influence => $"{char.ToLowerInvariant(influence.Kind.ToString()[0])}:{influence.Name}"));
        return $"{column.Target} {column.Kind.ToString().ToLowerInvariant()} <- {sources}{(influences.Length > 0 ? $" | {influences}" : "")}".TrimEnd();
    }

    private static IEnumerable<LineageCase> Read(string file)
    {
        foreach (var block in System.IO.File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var text = block.Trim('\n') + "\n";
            var name = text.IndexOf('\n', StringComparison.Ordinal);
            var divider = text.IndexOf(Divider, StringComparison.Ordinal);
            yield return new LineageCase(
                Path.GetFileNameWithoutExtension(file), text[2..name], text[(name + 1)..divider], text[(divider + Divider.Length)..].TrimEnd('\n'));
        }
    }
}
