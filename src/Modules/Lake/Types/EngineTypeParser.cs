using System.Globalization;
using System.Text;

namespace Talentys.Lake.Types;

/// <summary>Reads types, as DESCRIBE and people write them: <c>STRUCT("a b" INTEGER, c DECIMAL(9,2)[])</c>.</summary>
internal sealed class EngineTypeParser
{
    private readonly string text;
    private int at;

    private EngineTypeParser(string text) => this.text = text;

    /// <summary>Parses a type.</summary>
    /// <exception cref="FormatException">The text is not a type.</exception>
    public static EngineType Parse(string text)
    {
        var parser = new EngineTypeParser(text);
        var type = parser.Type();
        parser.Space();
        return parser.at == text.Length ? type : throw parser.Wrong();
    }

    private EngineType Type()
    {
        var type = Base();
        while (Accept('['))
        {
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            Expect(']');
            type = new EngineType.List(type);
        }

        return type;
    }

    private EngineType Base()
    {
        Space();
        if (at < text.Length && text[at] == '"')
        {
            return new EngineType.Simple(Name().ToUpperInvariant());
        }

        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or ' '))
        {
            at++;
        }

        var name = text[start..at].TrimEnd().ToUpperInvariant();
        if (name.Length == 0)
        {
            throw Wrong();
        }

        if (!Accept('('))
        {
            return new EngineType.Simple(name);
        }

        switch (name)
        {
            case "DECIMAL":
                var precision = Number();
                var scale = Accept(',') ? Number() : 0;
                Expect(')');
                return new EngineType.Decimal(precision, scale);
            case "STRUCT" or "ROW":
                return Fields();
            case "MAP":
                var key = Type();
                Expect(',');
                var value = Type();
                Expect(')');
                return new EngineType.Map(key, value);
            default:
                SkipArguments();
                return new EngineType.Opaque(name);
        }
    }

    private EngineType.Struct Fields()
    {
        var fields = new List<(string, EngineType)>();
        do
        {
            Space();
            var start = at;
            if (text[at] == '"')
            {
                fields.Add((Name(), Type()));
                continue;
            }

            // an unnamed struct lists types alone: a word that no type follows is itself the type
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            var word = text[start..at];
            Space();
            if (word.Length == 0 || at >= text.Length)
            {
                throw Wrong();
            }

            if (char.IsLetter(text[at]) || text[at] == '"')
            {
                var type = Type();
                if (type is EngineType.Simple { Name: "WITH TIME ZONE" })
                {
                    at = start;
                    fields.Add(("", Type()));
                }
                else
                {
                    fields.Add((word, type));
                }
            }
            else
            {
                at = start;
                fields.Add(("", Type()));
            }
        }
        while (Accept(','));
        Expect(')');
        return new EngineType.Struct(fields);
    }

    private void SkipArguments()
    {
        for (var depth = 1; depth > 0; at++)
        {
            if (at >= text.Length)
            {
                throw Wrong();
            }

            switch (text[at])
            {
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '\'' or '"':
                    at = text.IndexOf(text[at], at + 1);
                    if (at < 0)
                    {
                        at = text.Length;
                        throw Wrong();
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private string Name()
    {
        var name = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                name.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                name.Append(text[at++]);
            }
            else
            {
                at++;
                return name.ToString();
            }
        }

        throw Wrong();
    }

    private int Number()
    {
        Space();
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong();
    }

    private void Space()
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
    }

    private bool Accept(char wanted)
    {
        Space();
        if (at < text.Length && text[at] == wanted)
        {
            at++;
            return true;
        }

        return false;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted))
        {
            throw Wrong();
        }
    }

    private FormatException Wrong() => new($"The engine's type {text} is not understood at {at}.");
}
