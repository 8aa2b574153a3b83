using Microsoft.JSInterop;
using Talentys.Contracts;

namespace Talentys.Ui.Features.Sql;

/// <summary>Lays SQL out: only blanks and line ends change. The script is loaded when it is first asked for.</summary>
public sealed class SqlFormatter(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? module;

    /// <summary>The text laid out; null where that is not possible without changing what it says.</summary>
    public async Task<string?> FormatAsync(string sql)
    {
        module ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/format.js");
        var laid = await module.InvokeAsync<string?>("format", sql);
        return laid is not null && IsSame(sql, laid) ? laid : null;
    }

    /// <summary>Whether two texts have the same tokens and comments in the same order.</summary>
    public static bool IsSame(string one, string other)
    {
        var (left, right) = (SqlTokenizer.Tokens(one), SqlTokenizer.Tokens(other));
        if (left.Count != right.Count || Remarks(one, left) != Remarks(other, right))
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            // symbols that stood together are one sign: < = is not <=
            if (!left[i].In(one).SequenceEqual(right[i].In(other)) || Joins(one, left, i) != Joins(other, right, i))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Joins(string sql, List<SqlToken> tokens, int at) =>
        at > 0 && tokens[at].Kind == SqlTokenKind.Symbol && tokens[at - 1].Kind == SqlTokenKind.Symbol && tokens[at - 1].End == tokens[at].Start
        && "<>=!|&~^@#:-+*/%".Contains(sql[tokens[at].Start]) && "<>=!|&~^@#:-+*/%".Contains(sql[tokens[at - 1].Start]);

    // what is between the tokens, without blanks
    private static string Remarks(string sql, List<SqlToken> tokens)
    {
        var text = new System.Text.StringBuilder();
        var at = 0;
        foreach (var token in tokens)
        {
            Add(sql.AsSpan(at, token.Start - at));
            at = token.End;
        }

        Add(sql.AsSpan(at));
        return text.ToString();

        void Add(ReadOnlySpan<char> gap)
        {
            foreach (var letter in gap)
            {
                if (!char.IsWhiteSpace(letter))
                {
                    text.Append(letter);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (module is { } loaded)
        {
            module = null;
            await loaded.DisposeAsync();
        }
    }
}
