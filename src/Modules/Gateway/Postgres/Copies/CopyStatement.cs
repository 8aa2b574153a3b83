using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Statements;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Copies;

/// <summary>COPY (query) TO STDOUT and COPY table TO STDOUT. What goes the other way is refused.</summary>
internal sealed class CopyStatement(PgStatement query, CopyOptions options) : PgStatement
{
    public static CopyStatement Read(StatementWords words)
    {
        var query = Source(words);
        if (words.Takes("FROM"))
        {
            throw new PgException(new PgError("0A000", "COPY FROM is not supported.")
            {
                Hint = "Load files with `talentys load`, or insert rows.",
                Position = words.Start + 1,
            });
        }

        if (!words.Takes("TO"))
        {
            throw words.Unexpected();
        }

        if (!words.Takes("STDOUT"))
        {
            throw new PgException(new PgError("42501", "COPY writes to STDOUT only.")
            {
                Hint = "Files of the server cannot be written; psql's \\copy writes them where you are.",
                Position = words.RestStart + 1,
            });
        }

        return new CopyStatement(query, CopyOptionReader.Read(words)) { Start = words.Start };
    }

    public override ValueTask<StatementShape> DescribeAsync(Session session, IReadOnlyList<int> declared, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new StatementShape([.. declared], null));

    public override int? Locate(string? place) => query.Locate(place);

    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken) =>
        (await query.RunAsync(session, parameters, cancellationToken)) with { Tag = "COPY", Copy = options };

    private static QueryStatement Source(StatementWords words)
    {
        var start = words.RestStart;
        if (words.Rest().StartsWith('('))
        {
            var (text, at) = words.InBrackets();
            return new QueryStatement(text) { Start = at };
        }

        var name = Quoted(words.Name());
        while (words.TakesSymbol('.'))
        {
            name += "." + Quoted(words.Name());
        }

        var columns = "*";
        if (words.Rest().StartsWith('('))
        {
            columns = words.InBrackets().Text;
        }

        return new QueryStatement($"SELECT {columns} FROM {name}") { Start = start };
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
