using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Results;

namespace Talentys.Query.Tests.Slt;

/// <summary>The answers of statements as the files have them: names and types, then rows.</summary>
internal static class SltAnswer
{
    private const int MostLines = 12;

    public static List<string> Counted(List<string> answer) => answer[0].StartsWith("failed", StringComparison.Ordinal) ? answer
        : answer is [_, var only] && long.TryParse(only, out _) && answer[0].StartsWith("Count", StringComparison.Ordinal) ? [answer[0], only]
        : ["Count BIGINT", "0"];

    public static async Task<List<string>> OfAsync(Func<Task<(Schema Schema, List<string> Rows)>> run, bool ordered)
    {
        try
        {
            var (schema, rows) = await run();
            if (!ordered)
            {
                rows.Sort(StringComparer.Ordinal);
            }

            var lines = rows.Count <= MostLines
                ? rows
                : [.. rows.Take(3), $"... {rows.Count} rows {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))))[..16]}"];
            return [string.Join(", ", schema.FieldsList.Select(field => $"{field.Name} {TypeOf(field.DataType)}")), .. lines];
        }
        catch (FaultException failure)
        {
            return [$"failed {failure.Fault.Code} {failure.Fault.Message} {failure.Fault.Place}"];
        }
    }

    private static string TypeOf(Apache.Arrow.Types.IArrowType type) => CellText.TypeName(type);

    public static async Task<(Schema, List<string>)> PathAsync(IQueries queries, string who, string sql)
    {
        var principal = new Principal(who, PrincipalKind.User, who, QueryServer.Scope.Organisation, Roles.All, Principal.EmptySet, Principal.EmptyAttributes);
        await using var rows = await queries.RunAsync(new QueryOrder { Sql = sql, Principal = principal, Scope = QueryServer.Scope, Surface = "test" }, CancellationToken.None);
        return (rows.Schema, await RowsAsync(() => rows.NextAsync(CancellationToken.None)));
    }

    public static async Task<(Schema, List<string>)> RawAsync(DuckConnection raw, string sql)
    {
        await using var rows = await raw.QueryAsync(sql, [], CancellationToken.None);
        return (rows.Schema, await RowsAsync(() => rows.NextAsync(CancellationToken.None)));
    }

    private static async Task<List<string>> RowsAsync(Func<ValueTask<RecordBatch?>> next)
    {
        var rows = new List<string>();
        while (await next() is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    var text = string.Join('|', batch.Arrays.Select(array => (CellText.Whole(array, row) ?? "NULL").ReplaceLineEndings(" ")));
                    rows.Add(text.Trim().Length == 0 ? "(empty)" : text); // a blank line ends a record
                }
            }
        }

        return rows;
    }
}
