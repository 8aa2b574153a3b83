using System.Text;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary>The blocks of templates that extend each other: of each name the outermost child's first.</summary>
internal sealed class BlockTable
{
    private readonly Dictionary<string, List<(JinjaTemplate Template, Body Body)>> blocks = new(StringComparer.Ordinal);

    public void Add(JinjaTemplate template)
    {
        foreach (var (name, body) in template.Blocks)
        {
            (blocks.TryGetValue(name, out var list) ? list : blocks[name] = []).Add((template, body));
        }
    }

    public bool Has(string name, int level) => blocks.TryGetValue(name, out var list) && level < list.Count;

    public string Render(Frame frame, string name, int level, Scope scope)
    {
        var (template, body) = blocks[name][level];
        frame.Run.Enter();
        try
        {
            var inner = new Frame(frame.Run, template, null, frame.Names, new Scope(scope), new StringBuilder()) { Blocks = this };
            inner.Scope["super"] = Has(name, level + 1)
                ? new JinjaFunction("super", _ => Render(inner, name, level + 1, scope)) : new JinjaUndefined($"there is no parent block called '{name}'.");
            inner.Scope["self"] = new Blocks(inner, scope);
            body.Execute(inner);
            return inner.Output.ToString();
        }
        finally
        {
            frame.Run.Leave();
        }
    }

    /// <summary><c>self</c>: the blocks as functions.</summary>
    internal sealed class Blocks(Frame frame, Scope scope) : IJinjaObject
    {
        public string TypeName => "TemplateReference";

        public bool TryGet(string name, out object? value)
        {
            var has = frame.Blocks!.Has(name, 0);
            value = has ? new JinjaFunction(name, _ => frame.Blocks.Render(frame, name, 0, scope)) : null;
            return has;
        }
    }
}

/// <summary><c>{% block a %}...{% endblock %}</c></summary>
internal sealed class BlockStatement(string name, bool isScoped, bool isRequired, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        if (frame.Parent is not null)
        {
            return Flow.Next;
        }

        if (isRequired && !frame.Blocks!.Has(name, 1))
        {
            throw new JinjaException("TemplateRuntimeError", $"Required block '{name}' not found");
        }

        frame.Write(frame.Blocks!.Render(frame, name, 0, isScoped ? frame.Scope : Root(frame.Scope)));
        return Flow.Next;
    }

    private static Scope Root(Scope scope) => scope.Outer is { } outer ? Root(outer) : scope;
}

/// <summary><c>{% extends a %}</c></summary>
internal sealed class Extends(Expression template, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        if (frame.Parent is not null)
        {
            throw new JinjaException("TemplateRuntimeError", "extended multiple times");
        }

        frame.Parent = Loading.Load(frame, template.Evaluate(frame));
        return Flow.Next;
    }
}

/// <summary><c>{% include a %}</c></summary>
internal sealed class Include(Expression template, bool ignoresMissing, bool withContext, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        if (Loading.TryLoad(frame, template.Evaluate(frame), out var found) is { } missing)
        {
            return ignoresMissing ? Flow.Next : throw missing;
        }

        frame.Write(found!.Render(frame.Run, withContext ? frame.Names : new JinjaNames(), withContext ? new Scope(frame.Scope) : new Scope(null)));
        return Flow.Next;
    }
}

/// <summary><c>{% import a as b %}</c></summary>
internal sealed class Import(Expression template, string name, bool withContext, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        frame.Scope[name] = Loading.Load(frame, template.Evaluate(frame)).Module(frame, withContext);
        return Flow.Next;
    }
}

/// <summary><c>{% from a import b as c %}</c></summary>
internal sealed class FromImport(Expression template, IReadOnlyList<(string Name, string Alias)> names, bool withContext, int line) : Statement(line)
{
    public override Flow Execute(Frame frame)
    {
        var from = Loading.Load(frame, template.Evaluate(frame));
        var module = from.Module(frame, withContext);
        foreach (var (name, alias) in names)
        {
            frame.Scope[alias] = module.TryGet(name, out var value) ? value
                : new JinjaUndefined($"the template '{from.Name}' (imported on line {Line} in '{frame.Template.Name}') does not export the requested name '{name}'");
        }

        return Flow.Next;
    }
}

/// <summary>A template as a value: its text, its macros and its names.</summary>
internal sealed class TemplateModule(string name, Scope scope, string text) : IJinjaObject, IJinjaText
{
    public string TypeName => "TemplateModule";

    public string Text(bool isRepr) => isRepr ? $"<TemplateModule '{name}'>" : text;

    public bool TryGet(string name, out object? value)
    {
        var found = scope.Own.FirstOrDefault(pair => pair.Key == name);
        value = found.Value;
        return found.Key is not null && !name.StartsWith('_');
    }
}

/// <summary>Finds templates by name.</summary>
internal static class Loading
{
    public static JinjaTemplate Load(Frame frame, object? name) => TryLoad(frame, name, out var template) is { } missing ? throw missing : template!;

    /// <summary>The template of a name, or the first of a list that there is; else what is wrong.</summary>
    public static JinjaException? TryLoad(Frame frame, object? name, out JinjaTemplate? template)
    {
        template = null;
        switch (name)
        {
            case JinjaTemplate given:
                template = given;
                return null;
            case JinjaUndefined undefined:
                return Faults.Undefined(undefined);
            case string one:
                template = frame.Run.Environment.Loader?.Invoke(one);
                return template is null ? new JinjaException("TemplateNotFound", one) : null;
            case IReadOnlyList<object?> several:
                foreach (var one in several)
                {
                    if (TryLoad(frame, one, out template) is null)
                    {
                        return null;
                    }
                }

                return new JinjaException("TemplatesNotFound", $"none of the templates given were found: {string.Join(", ", several.Select(Texts.Str))}");
            default:
                return Faults.Type($"a template's name must be a text, not {Kinds.NameOf(name)}");
        }
    }
}
