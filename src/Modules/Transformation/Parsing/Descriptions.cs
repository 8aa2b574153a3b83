using Talentys.Jinja.Public;

namespace Talentys.Transformation.Parsing;

/// <summary>Descriptions with the blocks of documentation that they name.</summary>
internal sealed class Descriptions(MacroTable macros)
{
    private static readonly JinjaEnvironment Forgiving = new() { ForgivesUndefined = true };

    /// <summary>A description as it is read.</summary>
    /// <exception cref="JinjaException">What is written in it cannot be rendered.</exception>
    public string Of(Draft draft, string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return text;
        }

        var names = new JinjaNames { ["doc"] = new JinjaFunction("doc", arguments => arguments.Values is [.., string name] ? macros.Doc(arguments.Values is [string package, _] ? package : draft.Package.Name, name) ?? throw new JinjaException("CompilationError", $"There is no block of documentation {name}") : null) };
        return Forgiving.Parse(text, draft.File).Render(names);
    }
}
