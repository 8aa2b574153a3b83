using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary><c>namespace()</c>: attributes that can be set from within loops.</summary>
internal sealed class Namespace : IJinjaObject, IJinjaMapping, IJinjaText
{
    private readonly PyDict attributes = new();

    public Namespace(JinjaArguments arguments)
    {
        foreach (var all in arguments.Values)
        {
            foreach (var (key, value) in Mappings.Pairs(all))
            {
                attributes[key] = value;
            }
        }

        foreach (var (name, value) in arguments.Named)
        {
            attributes[name] = value;
        }
    }

    public string TypeName => "Namespace";

    public int Count => attributes.Count;

    public IEnumerable<object?> Keys => attributes.Keys;

    public void Set(string name, object? value) => attributes[name] = value;

    public bool TryGet(string name, out object? value) => attributes.TryGetValue(name, out value);

    public bool TryGetItem(object? key, out object? value) => attributes.TryGetValue(key, out value);

    public string Text(bool isRepr) => $"<Namespace {Texts.Repr(attributes)}>";
}
