using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>SET and RESET.</summary>
internal sealed class SetStatement(string tag, IReadOnlyList<(string Name, string? Value)> changes, bool local) : PgStatement
{
    public static SetStatement Read(StatementWords words)
    {
        var local = words.Takes("LOCAL");
        if (!local)
        {
            words.Takes("SESSION");
        }

        if (words.Takes("CHARACTERISTICS"))
        {
            words.Takes("AS");
            words.Takes("TRANSACTION");
            return new SetStatement("SET", TransactionModes.Read(words).Settings("default_"), false) { Start = words.Start };
        }

        if (words.Takes("TRANSACTION"))
        {
            return new SetStatement("SET", TransactionModes.Read(words).Settings(), true) { Start = words.Start };
        }

        if (words.Peek() == "CONSTRAINTS")
        {
            return new SetStatement("SET", [], local) { Start = words.Start };
        }

        if (words.Takes("AUTHORIZATION") || words.Peek() == "ROLE")
        {
            words.Takes("ROLE");
            return new SetStatement("SET", [("role", words.Constant())], local) { Start = words.Start };
        }

        if (words.Takes("TIME", "ZONE"))
        {
            var zone = words.Takes("LOCAL") || words.Takes("DEFAULT") ? null : words.Takes("INTERVAL") ? words.Constant() : words.Constant();
            return new SetStatement("SET", [("TimeZone", zone)], local) { Start = words.Start };
        }

        if (words.Takes("NAMES"))
        {
            var encoding = words.IsAtEnd || words.Takes("DEFAULT") ? null : words.Constant();
            return new SetStatement("SET", [("client_encoding", encoding)], local) { Start = words.Start };
        }

        var name = words.Name();
        while (words.TakesSymbol('.'))
        {
            name += "." + words.Name();
        }

        if (!words.Takes("TO") && !words.TakesSymbol('='))
        {
            throw words.Unexpected();
        }

        if (words.Takes("DEFAULT"))
        {
            words.End();
            return new SetStatement("SET", [(name, null)], local) { Start = words.Start };
        }

        var value = words.Constant() ?? "";
        while (words.TakesSymbol(','))
        {
            value += ", " + words.Constant();
        }

        words.End();
        return new SetStatement("SET", [(name, value)], local) { Start = words.Start };
    }

    public static SetStatement ReadReset(StatementWords words)
    {
        if (words.Takes("ALL"))
        {
            return new SetStatement("RESET", [("*", null)], false) { Start = words.Start };
        }

        var name = words.Takes("TIME", "ZONE") ? "TimeZone" : words.Takes("SESSION", "AUTHORIZATION") ? "role" : words.Name();
        while (words.TakesSymbol('.'))
        {
            name += "." + words.Name();
        }

        words.End();
        return new SetStatement("RESET", [(name, null)], false) { Start = words.Start };
    }

    public override ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in changes)
        {
            if (name == "*")
            {
                session.Settings.ResetAll();
            }
            else
            {
                session.Settings.Set(name, value, local);
                if (name.Equals("transaction_read_only", StringComparison.OrdinalIgnoreCase) && !session.Transaction.IsNone)
                {
                    session.Query.RestrictTo(session.Settings.IsOn(name));
                }
            }
        }

        return ValueTask.FromResult(new StatementResult(tag));
    }
}

/// <summary>DISCARD.</summary>
internal sealed class DiscardStatement(string what) : PgStatement
{
    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        var all = what.Equals("ALL", StringComparison.OrdinalIgnoreCase);
        if (all)
        {
            session.Transaction.RequireNone("DISCARD ALL");
            await session.Portals.CloseAllAsync();
            session.Prepared.Clear();
            session.Settings.ResetAll();
        }

        if (all || what.Equals("TEMP", StringComparison.OrdinalIgnoreCase) || what.Equals("TEMPORARY", StringComparison.OrdinalIgnoreCase))
        {
            await session.Query.ForgetTemporaryAsync();
        }

        return new StatementResult($"DISCARD {what.ToUpperInvariant()}");
    }
}
