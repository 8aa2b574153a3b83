using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Talentys.Contracts;
using WireClient = Talentys.Gateway.Tests.WireClient;

namespace Talentys.Governance.Tests.Bypass;

/// <summary>PostgreSQL's wire: connections of each user, asked in one of the ways that the protocol has.</summary>
internal sealed class WireSurface(string name, Func<WireClient, string, IReadOnlyList<object>, Task> ask) : ISurface
{
    private readonly ConcurrentDictionary<(PolicyServer Server, string User), ConcurrentBag<WireClient>> idle = new();

    public string Name => name;

    public async Task<Told> AskAsync(PolicyServer server, string who, string sql, IReadOnlyList<object> parameters)
    {
        var user = who.Split(' ')[0];
        var free = idle.GetOrAdd((server, user), _ => []);
        if (!free.TryTake(out var client))
        {
            client = await server.ConnectAsync(user);
        }

        await ask(client, sql, parameters);
        using var told = new MemoryStream();
        WireClient.Message message;
        var (rows, failed) = (0, false);
        do
        {
            message = await client.ReadAsync();
            (rows, failed) = (rows + (message.Type == 'D' ? 1 : 0), failed || message.Type == 'E');
            told.Write(message.Body);
            told.WriteByte((byte)'\n');
        }
        while (message.Type != 'Z');
        free.Add(client);
        return new Told(told.ToArray(), null, ask == Copy ? null : failed ? -1 : rows);
    }

    /// <summary>The simple protocol, which gives texts. It has no parameters: they are written in.</summary>
    public static Task Simple(WireClient client, string sql, IReadOnlyList<object> parameters) => client.QueryAsync(Written(sql, parameters));

    /// <summary>The extended protocol: the first row alone, then the rest, in binary.</summary>
    public static async Task ExtendedAsync(WireClient client, string sql, IReadOnlyList<object> parameters)
    {
        byte[] values = [.. parameters.SelectMany(value => Value(Convert.ToString(value, CultureInfo.InvariantCulture)!))];
        await client.SendAsync('P', "\0", Replaced(sql, number => $"${number}"), "\0", (short)0);
        await client.SendAsync('D', "S\0");
        await client.SendAsync('B', "\0\0", (short)0, (short)parameters.Count, values, (short)1, (short)1);
        await client.SendAsync('D', "P\0");
        await client.SendAsync('E', "\0", 1);
        await client.SendAsync('E', "\0", 0);
        await client.SendAsync('S');
    }

    public static Task Copy(WireClient client, string sql, IReadOnlyList<object> parameters) =>
        client.QueryAsync($"COPY ({Written(sql, parameters)}\n) TO STDOUT (FORMAT csv, HEADER)");

    public static Task Cursor(WireClient client, string sql, IReadOnlyList<object> parameters) =>
        client.QueryAsync($"ROLLBACK; BEGIN; DECLARE attempt CURSOR FOR {Written(sql, parameters)}\n; FETCH 1 FROM attempt; FETCH ALL FROM attempt; ROLLBACK");

    public static Task Prepared(WireClient client, string sql, IReadOnlyList<object> parameters) => client.QueryAsync(
        $"DEALLOCATE ALL; PREPARE attempt AS {Replaced(sql, number => $"${number}")}\n; EXECUTE attempt{(parameters.Count == 0 ? "" : $"({string.Join(", ", parameters.Select(Literal))})")}");

    private static string Written(string sql, IReadOnlyList<object> parameters) =>
        parameters.Count == 0 ? sql : Replaced(sql, number => number <= parameters.Count ? Literal(parameters[number - 1]) : "?");

    private static string Literal(object value) => $"'{Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A statement with something else in place of each <c>?</c>.</summary>
    private static string Replaced(string sql, Func<int, string> with)
    {
        var text = new StringBuilder();
        var (at, number) = (0, 0);
        foreach (var token in SqlTokenizer.Tokens(sql).Where(token => token.Kind == SqlTokenKind.Symbol && sql[token.Start] == '?'))
        {
            text.Append(sql, at, token.Start - at).Append(with(++number));
            at = token.End;
        }

        return text.Append(sql, at, sql.Length - at).ToString();
    }

    private static byte[] Value(string text) => [.. WireClient.Number(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];
}
