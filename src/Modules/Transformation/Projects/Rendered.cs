using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;

namespace Talentys.Transformation.Projects;

/// <summary>Renders texts in YAML: one expression alone keeps its value, as <c>"{{ var('on', false) }}"</c>.</summary>
internal sealed partial class Rendered(JinjaEnvironment environment, IJinjaNames names, CancellationToken cancellation)
{
    /// <summary>An environment with the filters that make values of texts.</summary>
    public static JinjaEnvironment Environment(bool forgives)
    {
        var environment = new JinjaEnvironment { ForgivesUndefined = forgives };
        environment.Filters["as_text"] = arguments => arguments.Values[0] is string text ? text : arguments.Values[0]?.ToString();
        environment.Filters["as_native"] = arguments => arguments.Values[0] is string text ? Literal(text) : arguments.Values[0];

        // these bind closer than ==, and yet "target.type == 'x' | as_bool" is often written: what they leave is looked at when the whole is known
        environment.Filters["as_bool"] = arguments => environment.Filters["as_native"](arguments) is bool truth ? truth : arguments.Values[0];
        environment.Filters["as_number"] = arguments => environment.Filters["as_native"](arguments) is var number and (long or double or decimal) ? number : arguments.Values[0];
        return environment;
    }

    /// <summary>Whether a text has anything to render.</summary>
    public static bool IsTemplate(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    /// <summary>What a text says; anything else as it is, lists and dicts item by item.</summary>
    /// <param name="value">What was read.</param>
    /// <param name="place">Where it stands, told in faults.</param>
    /// <param name="keeps">Keys whose values are not rendered now.</param>
    public object? Of(object? value, string place, Func<string, bool>? keeps = null) => value switch
    {
        string text when text.Contains('{', StringComparison.Ordinal) => Text(text, place),
        PyList list => new PyList(list.Select(item => Of(item, place, keeps))),
        PyDict dict => new PyDict(dict.Select(pair => KeyValuePair.Create(
            pair.Key, pair.Key is string key && keeps?.Invoke(key) == true ? pair.Value : Of(pair.Value, $"{place}: {pair.Key}", keeps)))),
        _ => value,
    };

    /// <summary>The value of an expression.</summary>
    public object? Expression(string expression, string place)
    {
        object? given = null;
        var holder = new JinjaFunction("value", arguments => given = arguments.Values[0]);
        Run("{% do __value(" + expression + ") %}", place, new With(names, holder));
        given = given is JinjaUndefined ? null : given;
        return Wanted().Match(expression) is { Success: true } wanted && !(wanted.Groups[1].Value == "bool" ? given is bool : given is long or double or decimal)
            ? throw new FaultException(Fault.Invalid("dbt.template_failed", $"CompilationError: {JinjaValues.Text(given)} is no {(wanted.Groups[1].Value == "bool" ? "truth value" : "number")}.", place))
            : given;
    }

    private object? Text(string text, string place)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith("{{", StringComparison.Ordinal) && trimmed.IndexOf("}}", StringComparison.Ordinal) == trimmed.Length - 2
            && trimmed.LastIndexOf("{{", StringComparison.Ordinal) == 0
            ? Expression(trimmed[2..^2].Trim('-'), place) : Run(text, place, names);
    }

    private string Run(string text, string place, IJinjaNames known)
    {
        try
        {
            return environment.Parse(text, place).Render(known, cancellation);
        }
        catch (JinjaException failure)
        {
            var fault = failure is { Kind: EnvironmentVariables.RefusedKind, InnerException: FaultException { Fault: { } refused } }
                ? refused with { Place = place } : Fault.Invalid("dbt.template_failed", $"{failure.Kind}: {failure.Message.TrimEnd('.')}.", place, EnvironmentVariables.Mend(failure));
            throw new FaultException(fault, failure);
        }
    }

    private static object? Literal(string text) => text.Trim() switch
    {
        "True" or "true" => true,
        "False" or "false" => false,
        "None" => null,
        var plain when long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        var plain when double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        ['[' or '{' or '(' or '\'' or '"', ..] => Evaluated(text),
        _ => text,
    };

    /// <summary>A list, a dict or a text as Python writes it; the text itself where it is none.</summary>
    private static object? Evaluated(string text)
    {
        try
        {
            return new Rendered(new JinjaEnvironment(), new JinjaNames(), CancellationToken.None).Expression(text, "as_native");
        }
        catch (FaultException)
        {
            return text;
        }
    }

    [GeneratedRegex(@"\|\s*as_(bool|number)\s*$")]
    private static partial Regex Wanted();

    private sealed class With(IJinjaNames names, JinjaFunction holder) : IJinjaNames
    {
        public bool TryGet(string name, out object? value)
        {
            value = holder;
            return name == "__value" || names.TryGet(name, out value);
        }
    }
}
