namespace Talentys.Jinja.Public;

/// <summary>A statement that a program adds: <c>{% test unique(model, column) %}...{% endtest %}</c>. It defines a macro.</summary>
/// <param name="NameOf">The macro's name, made of the words and texts in the tag.</param>
/// <param name="Parameters">The macro's parameters when the tag has no brackets.</param>
public sealed record JinjaBlock(Func<IReadOnlyList<string>, string> NameOf, IReadOnlyList<string> Parameters);
