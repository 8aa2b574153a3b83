using Talentys.Jinja.Public;

namespace Talentys.Jinja.Syntax;

/// <summary>Faults of templates that cannot be read; the template's name is added where it is known.</summary>
internal static class JinjaFaults
{
    public static JinjaException Assertion(string message, int line) => new JinjaException("TemplateAssertionError", message).At(new JinjaPlace("", line, null));

    public static JinjaException Syntax(string message, int line) => new JinjaException("TemplateSyntaxError", message).At(new JinjaPlace("", line, null));
}
