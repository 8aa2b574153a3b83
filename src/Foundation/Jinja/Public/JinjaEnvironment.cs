using Talentys.Jinja.Filters;
using Talentys.Jinja.Running;
using Talentys.Jinja.Syntax;
using Talentys.Jinja.Tests;

namespace Talentys.Jinja.Public;

/// <summary>How templates are read, and what all of them may use. It is made once, and safe for several threads after that.</summary>
public sealed class JinjaEnvironment
{
    /// <summary>How templates are read.</summary>
    public JinjaSyntax Syntax { get; init; } = new();

    /// <summary>What a run may use.</summary>
    public JinjaLimits Limits { get; init; } = new();

    /// <summary>Attributes, items and calls of what is undefined are undefined again, instead of a fault.</summary>
    public bool ForgivesUndefined { get; init; }

    /// <summary>Filters by name; the first value is what is filtered.</summary>
    public Dictionary<string, Func<JinjaArguments, object?>> Filters { get; } = BuiltInFilters.All();

    /// <summary>Tests by name; the first value is what is tested.</summary>
    public Dictionary<string, Func<JinjaArguments, bool>> Tests { get; } = BuiltInTests.All();

    /// <summary>Names that every template knows.</summary>
    public Dictionary<string, object?> Globals { get; } = BuiltInGlobals.All();

    /// <summary>Statements by name that define macros.</summary>
    public Dictionary<string, JinjaBlock> Blocks { get; } = new(StringComparer.Ordinal);

    /// <summary>Finds a template by the name in <c>include</c>, <c>import</c> and <c>extends</c>; null when there is none.</summary>
    public Func<string, JinjaTemplate?>? Loader { get; init; }

    /// <summary>Reads a template.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="name">Its name in faults, commonly a path.</param>
    /// <exception cref="JinjaException">It cannot be read.</exception>
    public JinjaTemplate Parse(string source, string name) => TemplateParser.Parse(this, source, name);
}
