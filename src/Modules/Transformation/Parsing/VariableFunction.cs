using Talentys.Jinja.Public;
using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Parsing;

/// <summary><c>var()</c>, <c>var.has_var()</c>: what is written in a variable is rendered where it is asked for, so that it may be <c>"{{ ref('orders') }}"</c>.</summary>
internal sealed class VariableFunction(ParseContext context, DbtPackage package, Func<IJinjaNames> names) : IJinjaObject, IJinjaCallable
{
    public string TypeName => "Var";

    public object? Call(JinjaArguments arguments)
    {
        var bound = arguments.Bind("var", "name", "default?");
        return context.TryVar(package, Name(bound[0]), out var value) ? Rendered(Name(bound[0]), value, arguments.Run)
            : !ReferenceEquals(bound[1], JinjaArguments.Missing) ? bound[1]
            : throw new JinjaException("CompilationError", $"Required var '{bound[0]}' not found: give it in vars: of dbt_project.yml or with --vars");
    }

    public bool TryGet(string name, out object? value)
    {
        value = name == "has_var" ? new JinjaFunction(name, arguments => context.TryVar(package, Name(arguments.Bind("has_var", "name")[0]), out _)) : null;
        return value is not null;
    }

    private static string Name(object? value) => value as string ?? throw new JinjaException("CompilationError", "a name must be a text");

    private object? Rendered(string name, object? value, JinjaRun run) =>
        value is string text && Projects.Rendered.IsTemplate(text)
            ? run.Environment.Parse(text, $"vars: {name}").Render(run, names()) : value;
}
