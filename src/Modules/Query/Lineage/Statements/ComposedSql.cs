using System.Text;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Lineage.Statements;

/// <summary>A SELECT put together from parts of the script and words of our own; tells where in the script something stands.</summary>
internal sealed class ComposedSql(string script)
{
    private readonly StringBuilder text = new();
    private readonly List<(int Here, int There, int Length)> parts = [];

    /// <summary>The text as the engine parses it.</summary>
    public string Sql => text.ToString();

    /// <summary>Words of our own.</summary>
    public ComposedSql Add(string words)
    {
        text.Append(words);
        return this;
    }

    /// <summary>The WITH that stands before a token of the statement.</summary>
    public ComposedSql Add(int with, ScriptTokens tokens) => with == 0 ? this : Add(tokens.Start(0), tokens.EndBefore(with)).Add(" ");

    /// <summary>A part of the script.</summary>
    /// <exception cref="FaultException">It ends before it starts: something is missing there.</exception>
    public ComposedSql Add(int start, int end)
    {
        if (end < start)
        {
            throw new FaultException(Fault.Invalid("query.syntax", "Something is missing here.", TextPlace.Of(script, start)));
        }

        parts.Add((text.Length, start, end - start));
        text.Append(script, start, end - start);
        return this;
    }

    /// <summary>The index in the script of a byte of the text, as the engine's parser counts.</summary>
    public int Original(long bytes)
    {
        var sql = Sql;
        var at = 0;
        for (long seen = 0; at < sql.Length && seen < bytes; at++)
        {
            seen += char.IsSurrogate(sql[at]) ? 2 : Encoding.UTF8.GetByteCount(sql.AsSpan(at, 1));
        }

        foreach (var (here, there, length) in parts)
        {
            if (at < here)
            {
                return there;
            }

            if (at <= here + length)
            {
                return there + at - here;
            }
        }

        return parts.Count == 0 ? 0 : parts[^1].There + parts[^1].Length;
    }
}
