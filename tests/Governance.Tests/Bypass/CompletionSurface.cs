using System.Net.Http.Json;
using System.Text;
using Talentys.Contracts;

namespace Talentys.Governance.Tests.Bypass;

/// <summary>What the editor is told of a statement: proposals at its end and after each dot, and what its names are.</summary>
internal sealed class CompletionSurface : ISurface
{
    private const int MostPlaces = 6;

    public string Name => "completion";

    public async Task<Told> AskAsync(PolicyServer server, string who, string sql, IReadOnlyList<object> parameters)
    {
        var client = server.Client(who);
        var told = new StringBuilder();
        var dots = Enumerable.Range(1, sql.Length).Where(at => sql[at - 1] is '.' or '(' or ',');
        foreach (var place in dots.Take(MostPlaces).Append(sql.Length))
        {
            told.Append(await AskAsync(client, "complete", new SqlPlaceRequest(sql, place)));
        }

        foreach (var token in SqlTokenizer.Tokens(sql).Where(token => token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName).TakeLast(MostPlaces))
        {
            told.Append(await AskAsync(client, "describe", new SqlPlaceRequest(sql, token.Start)));
        }

        return new Told(Encoding.UTF8.GetBytes(told.ToString()), null);
    }

    private static async Task<string> AskAsync(HttpClient client, string path, SqlPlaceRequest request)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/sql/{path}", request);
        return await answer.Content.ReadAsStringAsync();
    }
}
