using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Talentys.Projects.Yaml;

/// <summary>
/// YamlDotNet's parser answers some malformed texts with exceptions of its own inner life (found by random tests, for
/// example <c>[1, 2\nb: 3</c>); they become syntax errors at the last place that was understood.
/// </summary>
internal sealed class GuardedParser(IParser inner) : IParser
{
    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        var last = inner.Current?.End ?? Mark.Empty;
        try
        {
            return inner.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            throw new YamlException(last, last, "what follows here cannot be parsed", e);
        }
    }
}
