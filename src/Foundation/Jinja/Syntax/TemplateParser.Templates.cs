using Talentys.Jinja.Public;
using Talentys.Jinja.Running;

namespace Talentys.Jinja.Syntax;

/// <summary>Statements about other templates, and those that programs add.</summary>
internal sealed partial class TemplateParser
{
    private BlockStatement Block(int line)
    {
        var name = tokens.ExpectAnyName().Text;
        var scoped = tokens.SkipName("scoped");
        var required = tokens.SkipName("required");
        if (blocks.ContainsKey(name))
        {
            throw JinjaFaults.Assertion($"block '{name}' defined twice", line);
        }

        blocks[name] = new Body([]);
        var body = Whole("endblock");
        tokens.SkipName(name);
        blocks[name] = body;
        return new BlockStatement(name, scoped, required, line);
    }

    private Include Include(int line)
    {
        var template = expressions.Read();
        var ignoresMissing = tokens.IsName("ignore") && tokens.Ahead.Is(TokenKind.Name, "missing");
        if (ignoresMissing)
        {
            tokens.Next();
            tokens.Next();
        }

        return new Include(template, ignoresMissing, WithContext(true), line);
    }

    private Import Import(int line)
    {
        var template = expressions.Read();
        tokens.ExpectName("as");
        var name = tokens.ExpectAnyName().Text;
        return new Import(template, name, WithContext(false), line);
    }

    private FromImport FromImport(int line)
    {
        var template = expressions.Read();
        tokens.ExpectName("import");
        var names = new List<(string Name, string Alias)>();
        bool? context = null;
        while (tokens.Current.Kind == TokenKind.Name && context is null)
        {
            if (names.Count > 0 && IsContext())
            {
                break;
            }

            var name = tokens.Next().Text;
            if (name.StartsWith('_'))
            {
                throw tokens.Fail("names starting with an underline can not be imported", line);
            }

            names.Add((name, tokens.SkipName("as") ? tokens.ExpectAnyName().Text : name));
            if (!tokens.SkipSign(","))
            {
                break;
            }
        }

        if (names.Count == 0)
        {
            tokens.ExpectAnyName();
        }

        context = WithContext(false);
        return new FromImport(template, names, context.Value, line);
    }

    private bool IsContext() => (tokens.IsName("with") || tokens.IsName("without")) && tokens.Ahead.Is(TokenKind.Name, "context");

    private bool WithContext(bool otherwise)
    {
        if (!IsContext())
        {
            return otherwise;
        }

        var with = tokens.Next().Text == "with";
        tokens.Next();
        return with;
    }

    private IEnumerable<Statement> Custom(Token token)
    {
        if (environment.Blocks.TryGetValue(token.Text, out var block))
        {
            return [CustomBlock(block, token)];
        }

        if (ends.TryPeek(out var end))
        {
            var inner = $"The innermost block that needs to be closed is '{Opening(end)}'.";
            throw tokens.Fail(
                ends.Any(tags => tags.Contains(token.Text))
                    ? $"Encountered unknown tag '{token.Text}'. You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for {Alternatives(end)}. {inner}"
                    : $"Encountered unknown tag '{token.Text}'. Jinja was looking for the following tags: {Alternatives(end)}. {inner}", token.Line);
        }

        throw tokens.Fail($"Encountered unknown tag '{token.Text}'.", token.Line);
    }

    private static string Opening(string[] tags) => tags.First(tag => tag.StartsWith("end", StringComparison.Ordinal))[3..];

    private static string Alternatives(IEnumerable<string> tags) => string.Join(" or ", tags.Select(tag => $"'{tag}'"));

    /// <summary>A block that a program adds becomes a macro of a name that it makes of what stands in the tag.</summary>
    private MacroStatement CustomBlock(JinjaBlock block, Token token)
    {
        var words = new List<string>();
        while (tokens.Current.Kind == TokenKind.Name)
        {
            words.Add(tokens.Next().Text);
        }

        var parameters = tokens.IsSign("(") ? Parameters() : [.. block.Parameters.Select(name => new Parameter(name, null))];
        while (tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.End))
        {
            var next = tokens.Next();
            if (next.Kind is TokenKind.Name or TokenKind.Text)
            {
                words.Add(next.Text);
            }
        }

        return new MacroStatement(Code(block.NameOf(words), token.Line, false, "end" + token.Text, parameters));
    }
}
