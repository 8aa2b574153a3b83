using Talentys.Contracts;

namespace Talentys.Query.Completion;

/// <summary>Reads what queries name by WITH, FROM and USING.</summary>
internal sealed partial class BlockReader
{
    private void With(State state)
    {
        i++;
        i += IsWord("recursive") ? 1 : 0;
        state.Clause = QueryClause.With;
        while (true)
        {
            Look(state);
            if (i >= tokens.Count || !IsName(tokens[i]) || IsWord("select") || IsWord("from"))
            {
                break;
            }

            var name = SqlIdentifiers.Of(sql, tokens[i++]);
            List<string> columns = [];
            if (IsSymbol('('))
            {
                i++;
                columns = Names();
            }

            while (IsWord("as") || IsWord("not") || IsWord("materialized"))
            {
                i++;
            }

            if (!IsSymbol('('))
            {
                Look(state);
                break;
            }

            i++;
            state.Block.Names.Add(new NamedQuery(name, columns, Nested(state.Block, correlated: false)));
            if (!IsSymbol(','))
            {
                break;
            }

            i++;
        }

        state.Clause = QueryClause.Start;
    }

    private void Using(State state)
    {
        var shared = state.Block.Sources is [.., var last] ? last.Shared : [];
        state.Clause = QueryClause.Using;
        while (true)
        {
            Look(state);
            if (i >= tokens.Count || IsSymbol(')'))
            {
                break;
            }

            if (IsName(tokens[i]))
            {
                shared.Add(SqlIdentifiers.Of(sql, tokens[i]));
            }

            i++;
        }

        i += i < tokens.Count ? 1 : 0;
        state.Clause = QueryClause.From;
    }

    private void Source(State state)
    {
        List<string> path = [SqlIdentifiers.Of(sql, tokens[i++])];
        while (i + 1 < tokens.Count && IsSymbol('.') && IsName(tokens[i + 1]))
        {
            path.Add(SqlIdentifiers.Of(sql, tokens[i + 1]));
            i += 2;
        }

        i += IsSymbol('.') ? 1 : 0; // its last name is not there yet
        var source = new QuerySource { Schema = path.Count > 1 ? path[^2] : null, Name = path[^1] };
        if (IsSymbol('(') && state.Clause != QueryClause.Target)
        {
            i++;
            Brackets(state);
            source = source with { IsFunction = true };
        }

        Aliased(state, source);
        state.Clause = state.Clause == QueryClause.Target ? QueryClause.Target : QueryClause.From;
    }

    /// <summary>Reads what a source is called, and takes it.</summary>
    private void Aliased(State state, QuerySource source)
    {
        if (IsWord("at") && IsNextSymbol('('))
        {
            i += 2;
            Brackets(state);
        }

        i += IsWord("as") ? 1 : 0;
        string? alias = null;
        List<string> columns = [];
        if (i < tokens.Count && IsName(tokens[i]) && !(tokens[i].Kind == SqlTokenKind.Word && IsKeyword(tokens[i])))
        {
            alias = SqlIdentifiers.Of(sql, tokens[i++]);
            if (IsSymbol('(') && state.Clause != QueryClause.Target)
            {
                i++;
                columns = Names();
            }
        }

        state.Wants = false;
        state.Block.Sources.Add(source with { Alias = alias, Columns = columns });
    }
}
