using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Kernel;

namespace Talentys.Host.Terminal;

/// <summary>Prints the rows of a statement as a table.</summary>
internal static class QueryTable
{
    private const int LongestCell = 200;

    /// <summary>Runs the statement and prints it; the number of rows goes to standard error.</summary>
    public static async Task PrintAsync(ApiClient api, QueryRequest request, Output output, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync<QueryAnswer>("/api/v1/query", request, cancellationToken);
        var table = Output.Table([.. answer.Columns.Select(column => column.Name)]);
        for (var i = 0; i < answer.Columns.Count; i++)
        {
            if (IsNumber(answer.Columns[i].Type))
            {
                table.Columns[i].RightAligned();
            }
        }

        foreach (var row in answer.Rows)
        {
            table.AddRow(row.Select(Cell));
        }

        if (answer.Columns.Count > 0)
        {
            output.Data(table);
        }

        if (answer.Error is { } error)
        {
            throw new FaultException(Fault.Failed(error.Code, error.Message, error.Place, error.Mend));
        }

        output.Message(string.Create(
            CultureInfo.InvariantCulture,
            $"{answer.RowCount:N0} row{(answer.RowCount == 1 ? "" : "s")}{(answer.Truncated ? " (more were cut: see --limit)" : "")}, {answer.ElapsedMs:0} ms"));
    }

    private static Text Cell(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return new Text("NULL", new Style(Color.Grey));
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var shown = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]); // control characters could drive the terminal
        return new Text(shown.Length > LongestCell ? $"{shown[..LongestCell]}…" : shown);
    }

    private static bool IsNumber(string type) =>
        type.EndsWith("INT", StringComparison.Ordinal) || type is "INTEGER" or "UINTEGER" or "DOUBLE" or "FLOAT"
        || type.StartsWith("DECIMAL", StringComparison.Ordinal);

    private sealed record QueryAnswer(
        IReadOnlyList<QueryColumn> Columns,
        IReadOnlyList<IReadOnlyList<JsonElement>> Rows,
        long RowCount,
        bool Truncated,
        double ElapsedMs,
        ProblemFault? Error);

    private sealed record QueryColumn(string Name, string Type);
}
