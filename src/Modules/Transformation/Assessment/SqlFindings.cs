using Talentys.Query.Public;
using Talentys.Transformation.Analysis;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Assessment;

/// <summary>What the binder says of a statement, with whose dialect it is.</summary>
internal static class SqlFindings
{
    public static IEnumerable<AssessedFinding> Of(SqlBinding binding, DbtNode node, string sql)
    {
        var isBroken = binding.Findings.Any(finding => finding.Kind == SqlFindingKind.Syntax);
        var forms = ForeignDialects.In(sql, isBroken).Select(form => new AssessedFinding(
            form.Mend is null ? AssessedVerdict.Cannot : AssessedVerdict.Mend, form.Warehouses.Length == 0 ? form.Name : $"{form.Name} ({string.Join(", ", form.Warehouses)})",
            form.Warehouses.Length == 0 ? $"There is {form.Name}." : $"Of {string.Join(", ", form.Warehouses)}: {form.Name}.", Place(form.Place), form.Mend, form.Warehouses)).ToList();
        // datediff(day, ...) of another warehouse: the word was no column
        var isForeign = binding.Findings.Any(finding => finding.Kind == SqlFindingKind.Function) || forms.Count > 0;
        var found = binding.Findings.Where(finding => !(isForeign && finding.Kind == SqlFindingKind.Name && finding.Message.Split(' ', '.') is [.., var word, ""] && ForeignDialects.IsDatePart(word)));
        return forms.Concat(found.Where(finding => forms.Count == 0 || finding.Kind == SqlFindingKind.Type || (finding.Kind == SqlFindingKind.Function && char.IsAsciiLetter(finding.Name[0]))).Select(finding => Of(finding, Place(finding.Place))))
            .DistinctBy(finding => finding.Cause);

        string Place(string? place) => SourcePlace.Of(place, node, sql, sql, 0);
    }

    private static AssessedFinding Of(SqlFinding finding, string place)
    {
        var foreign = finding.Kind == SqlFindingKind.Function ? ForeignDialects.Function(finding.Name) : null;
        var whose = foreign is null ? "" : $" ({string.Join(", ", foreign.Value.Warehouses)})";
        return finding.Kind switch
        {
            SqlFindingKind.Function => new AssessedFinding(
                foreign?.Mend is null ? AssessedVerdict.Cannot : AssessedVerdict.Mend, $"function {finding.Name}{whose}",
                foreign is null ? finding.Message : $"The function {finding.Name} is of {string.Join(", ", foreign.Value.Warehouses)}.", place, foreign?.Mend, foreign?.Warehouses ?? []),
            SqlFindingKind.Type => new AssessedFinding(AssessedVerdict.Mend, $"type {finding.Name}", finding.Message, place, "Write a type of DuckDB: varchar, bigint, decimal(18, 2), timestamp.", []),
            SqlFindingKind.Syntax => new AssessedFinding(AssessedVerdict.Mend, "syntax", finding.Message, place, finding.Mend, []),
            SqlFindingKind.Name => new AssessedFinding(AssessedVerdict.Mend, "a name that is not there, or not clear", finding.Message, place, finding.Mend, []),
            _ => new AssessedFinding(AssessedVerdict.Mend, finding.Name.Length > 0 ? $"arguments of {finding.Name}" : "types or groups that do not fit", finding.Message, place, finding.Mend, []),
        };
    }
}
