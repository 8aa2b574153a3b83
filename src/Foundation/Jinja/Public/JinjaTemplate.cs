using System.Text;
using Talentys.Jinja.Running;

namespace Talentys.Jinja.Public;

/// <summary>A template that was read. It holds nothing of its runs, and is safe for several threads.</summary>
public sealed class JinjaTemplate
{
    private readonly Body body;

    internal JinjaTemplate(JinjaEnvironment environment, string name, Body body, IReadOnlyDictionary<string, Body> blocks)
    {
        Environment = environment;
        Name = name;
        this.body = body;
        Blocks = blocks;
    }

    /// <summary>How it was read, and what it may use.</summary>
    public JinjaEnvironment Environment { get; }

    /// <summary>Its name in faults.</summary>
    public string Name { get; }

    internal IReadOnlyDictionary<string, Body> Blocks { get; }

    /// <summary>Runs it and gives its text.</summary>
    /// <exception cref="JinjaException">It failed.</exception>
    public string Render(IJinjaNames names, CancellationToken cancellation = default) => Render(new JinjaRun(Environment, cancellation), names);

    /// <summary>Runs it as a part of a run and gives its text.</summary>
    /// <exception cref="JinjaException">It failed.</exception>
    public string Render(JinjaRun run, IJinjaNames names) => Render(run, names, new Scope(null));

    /// <summary>Names of the macros that it defines at its top.</summary>
    public IEnumerable<string> Macros => body.Statements.OfType<MacroStatement>().Select(macro => macro.Code.Name);

    /// <summary>A macro that stands at its top, ready to be called with names that it knows; null when there is none.</summary>
    /// <param name="run">The run that its calls are part of.</param>
    /// <param name="name">Its name.</param>
    /// <param name="names">The names that it knows.</param>
    /// <param name="alone">It sees the other macros of the template only where the names have them.</param>
    /// <remarks>The macro sees the other macros of the template, and nothing else that the template would do.</remarks>
    public IJinjaCallable? Macro(JinjaRun run, string name, IJinjaNames names, bool alone = false)
    {
        var frame = new Frame(run, this, null, names, new Scope(null), new StringBuilder());
        foreach (var macro in body.Statements.OfType<MacroStatement>().Where(macro => !alone || macro.Code.Name == name))
        {
            macro.Execute(frame);
        }

        return frame.Scope.TryGet(name, out var value) ? value as IJinjaCallable : null;
    }

    internal string Render(JinjaRun run, IJinjaNames names, Scope scope)
    {
        run.Enter();
        try
        {
            return Execute(run, names, scope, new BlockTable());
        }
        finally
        {
            run.Leave();
        }
    }

    internal TemplateModule Module(Frame from, bool withContext)
    {
        from.Run.Enter();
        try
        {
            var around = withContext ? from.Scope : null;
            var scope = new Scope(around);
            var blocks = new BlockTable();
            var text = Execute(from.Run, withContext ? from.Names : new JinjaNames(), scope, blocks);
            return new TemplateModule(Name, scope, text);
        }
        finally
        {
            from.Run.Leave();
        }
    }

    private string Execute(JinjaRun run, IJinjaNames names, Scope scope, BlockTable blocks)
    {
        blocks.Add(this);
        var frame = new Frame(run, this, null, names, scope, new StringBuilder()) { Blocks = blocks };
        if (Blocks.Count > 0)
        {
            scope["self"] = new BlockTable.Blocks(frame, scope);
        }

        body.Execute(frame);
        return frame.Parent is { } parent ? parent.Execute(run, names, scope, blocks) : frame.Output.ToString();
    }
}
