using System.Text;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary>One template, macro or caller that runs.</summary>
internal sealed class Frame(JinjaRun run, JinjaTemplate template, string? macro, IJinjaNames names, Scope scope, StringBuilder output)
{
    public JinjaRun Run { get; } = run;

    public JinjaTemplate Template { get; } = template;

    public string? Macro { get; } = macro;

    /// <summary>What is known to all templates of the run.</summary>
    public IJinjaNames Names { get; } = names;

    public Scope Scope { get; set; } = scope;

    public StringBuilder Output { get; private set; } = output;

    /// <summary>What the macro returns instead of its text; set when it ended so.</summary>
    public JinjaReturn? Returned { get; set; }

    /// <summary>Blocks of templates that extend each other; null where there are none.</summary>
    public BlockTable? Blocks { get; set; }

    /// <summary>Name of the parent that the template extends.</summary>
    public JinjaTemplate? Parent { get; set; }

    public object? Find(string name) =>
        Scope.TryGet(name, out var value) || Names.TryGet(name, out value) || Run.Environment.Globals.TryGetValue(name, out value)
            ? value : JinjaUndefined.Named(name);

    public JinjaPlace Place(int line) => new(Template.Name, line, Macro);

    public void Write(string text)
    {
        if (Parent is null)
        {
            Run.Wrote(text.Length);
            Output.Append(text);
        }
    }

    public void Write(object? value) => Write(Texts.Str(value));

    /// <summary>Runs something whose output is not written but given.</summary>
    public string Captured(Func<Flow> body, out Flow flow)
    {
        var (outer, inner) = (Output, new StringBuilder());
        Output = inner;
        try
        {
            flow = body();
        }
        finally
        {
            Output = outer;
        }

        return inner.ToString();
    }

    /// <summary>The same code in a scope of its own.</summary>
    public Scope Enter()
    {
        var outer = Scope;
        Scope = new Scope(outer);
        return outer;
    }

    /// <summary>A frame within, for a macro or a caller that sees the names around it.</summary>
    public Frame Inner(string? name, Scope around) => new(Run, Template, name, Names, new Scope(around), new StringBuilder()) { Blocks = Blocks };
}
