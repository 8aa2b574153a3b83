using Talentys.Jinja.Public;

namespace Talentys.Transformation.Parsing;

/// <summary>Names that are made when the first is asked for: most texts of a project ask for none.</summary>
internal sealed class LazyNames(Func<IJinjaNames> make) : IJinjaNames
{
    private IJinjaNames? names;

    public bool TryGet(string name, out object? value) => (names ??= make()).TryGet(name, out value);
}
