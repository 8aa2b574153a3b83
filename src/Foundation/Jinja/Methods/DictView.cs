using System.Collections;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Methods;

/// <summary>The keys, values or pairs of a dict, as they are when they are looked at.</summary>
internal sealed class DictView(string name, Func<IEnumerable<object?>> items, PyDict dict) : IReadOnlyCollection<object?>, IJinjaText
{
    public int Count => dict.Count;

    public IEnumerator<object?> GetEnumerator() => items().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public string Text(bool isRepr) => $"{name}({Texts.Repr(new PyList(items()))})";
}
