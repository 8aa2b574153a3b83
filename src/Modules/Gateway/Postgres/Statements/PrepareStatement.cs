using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>PREPARE name (types) AS statement.</summary>
internal sealed class PrepareStatement(string name, IReadOnlyList<int> types, PgStatement query) : PgStatement
{
    public static PrepareStatement Read(StatementWords words)
    {
        var name = words.Name();
        var types = new List<int>();
        if (words.TakesSymbol('('))
        {
            do
            {
                var type = words.Name();
                types.Add((PgType.Named(type)
                    ?? throw new PgException("42704", $"type \"{type}\" does not exist")).Oid);
                while (!words.IsAtEnd && words.Peek().Length > 0)
                {
                    words.Word(); // double precision, timestamp with time zone
                }
            }
            while (words.TakesSymbol(','));
            if (!words.TakesSymbol(')'))
            {
                throw words.Unexpected();
            }
        }

        return words.Takes("AS") && !words.IsAtEnd
            ? new PrepareStatement(name, types, new QueryStatement(words.Rest()) { Start = words.RestStart }) { Start = words.Start }
            : throw words.Unexpected();
    }

    public override int? Locate(string? place) => query.Locate(place);

    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        var prepared = new Prepared(query, types);
        await prepared.DescribeAsync(session, cancellationToken); // errors are told now
        session.Prepared.Add(name, prepared);
        return new StatementResult("PREPARE");
    }
}

/// <summary>EXECUTE name (constants).</summary>
internal sealed class ExecuteStatement(string name, IReadOnlyList<string?> arguments) : PgStatement
{
    public static ExecuteStatement Read(StatementWords words)
    {
        var name = words.Name();
        var arguments = new List<string?>();
        if (words.TakesSymbol('('))
        {
            do
            {
                arguments.Add(words.Constant());
            }
            while (words.TakesSymbol(','));
            if (!words.TakesSymbol(')'))
            {
                throw words.Unexpected();
            }
        }

        words.End();
        return new ExecuteStatement(name, arguments) { Start = words.Start };
    }

    public override async ValueTask<StatementShape> DescribeAsync(Session session, IReadOnlyList<int> declared, CancellationToken cancellationToken) =>
        new([], (await session.Prepared.Get(name).DescribeAsync(session, cancellationToken)).Columns);

    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        var prepared = session.Prepared.Get(name);
        var shape = await prepared.DescribeAsync(session, cancellationToken);
        if (shape.Parameters.Count != arguments.Count)
        {
            throw new PgException(
                "42601", $"wrong number of parameters for prepared statement \"{name}\"", $"It takes {shape.Parameters.Count}, and {arguments.Count} were given.");
        }

        var values = arguments.Select((text, index) => ParameterValue.Read(
            PgType.Find(shape.Parameters[index])!, false, text is null ? null : System.Text.Encoding.UTF8.GetBytes(text), index + 1));
        return prepared.Statement is null ? new StatementResult("") : await prepared.Statement.RunAsync(session, [.. values], cancellationToken);
    }
}

/// <summary>DEALLOCATE name.</summary>
internal sealed class DeallocateStatement(string? name) : PgStatement
{
    public static DeallocateStatement Read(StatementWords words)
    {
        words.Takes("PREPARE");
        var name = words.Takes("ALL") ? null : words.Name();
        words.End();
        return new DeallocateStatement(name) { Start = words.Start };
    }

    public override ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            session.Prepared.Clear();
        }
        else if (!session.Prepared.Remove(name))
        {
            throw new PgException("26000", $"prepared statement \"{name}\" does not exist");
        }

        return ValueTask.FromResult(new StatementResult(name is null ? "DEALLOCATE ALL" : "DEALLOCATE"));
    }
}
