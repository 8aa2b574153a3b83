using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Talentys.Benchmarks.Workloads;

/// <summary>A table, or a query, of a workload.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sql">The SELECT.</param>
/// <param name="RowsAlone">Of its answer only the number of rows is known before: it asks for any of many.</param>
internal sealed record WorkloadPart(string Name, string Sql, bool RowsAlone);

/// <summary>
/// Tables that the engine fills by SQL, and queries over them. They are in files, in sections that begin with a line
/// <c>-- @setup</c>, <c>-- @table NAME</c> or <c>-- @query NAME [rows]</c>.
/// </summary>
/// <param name="Setup">Statements that the tables need: variables, macros and temporary tables.</param>
/// <param name="Tables">Its tables, in the order in which they are filled.</param>
/// <param name="Queries">Its queries.</param>
internal sealed record Workload(string Setup, IReadOnlyList<WorkloadPart> Tables, IReadOnlyList<WorkloadPart> Queries)
{
    private const string Mark = "-- @";

    /// <summary>Tells the data from that of other sizes and of generators as they were before.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Tables.Select(table => table.Sql).Prepend(Setup)))))[..12];

    /// <summary>The 22 queries of TPC-H over tables of our own making, at a scale.</summary>
    public static Workload Tpch(double scale) => Read("Tpch", "scale", scale.ToString(CultureInfo.InvariantCulture));

    /// <summary>43 questions about some number of events of web sites, as ClickBench asks them.</summary>
    public static Workload Clicks(long rows) => Read("Clicks", "rows", rows.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads one from the folders beside the program.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="parameter">What stands in its texts in braces.</param>
    /// <param name="value">What it becomes.</param>
    private static Workload Read(string name, string parameter, string value)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Workloads", name);
        var parts = new[] { "generate.sql", "queries.sql" }
            .SelectMany(file => Sections(File.ReadAllText(Path.Combine(folder, file)).Replace($"{{{parameter}}}", value, StringComparison.Ordinal))).ToList();
        return new Workload(
            parts.Single(part => part.Words[0] == "setup").Sql,
            [.. parts.Where(part => part.Words[0] == "table").Select(Part)],
            [.. parts.Where(part => part.Words[0] == "query").Select(Part)]);
    }

    private static WorkloadPart Part((string[] Words, string Sql) section) => new(section.Words[1], section.Sql, section.Words.Contains("rows"));

    private static IEnumerable<(string[] Words, string Sql)> Sections(string text) =>
        text.Split(Mark).Skip(1).Select(section => section.Split('\n', 2)).Select(lines => (lines[0].Trim().Split(' '), lines[1].Trim()));
}
