using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary>A type or a module of Python: attributes, and for a type how a value is made.</summary>
internal sealed class PyType(string name, Func<JinjaArguments, object?>? make, Dictionary<string, object?> attributes) : IJinjaObject, IJinjaCallable, IJinjaText
{
    public string TypeName => make is null ? "module" : "type";

    public bool TryGet(string attribute, out object? value) => attributes.TryGetValue(attribute, out value);

    public object? Call(JinjaArguments arguments) => make is null ? throw Faults.Type("'module' object is not callable") : make(arguments);

    public string Text(bool isRepr) => make is null ? $"<module '{name}'>" : $"<class '{name}'>";
}
