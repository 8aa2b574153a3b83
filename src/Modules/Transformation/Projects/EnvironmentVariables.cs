using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Projects;

/// <summary><c>env_var</c>, and which variables it shows.</summary>
internal static class EnvironmentVariables
{
    /// <summary>Kind of the failure when a variable is not shown.</summary>
    public const string RefusedKind = "EnvVarRefused";

    private const string MissingKind = "EnvVarMissing";
    private const string Shown = "DBT_";
    private const string Custom = "DBT_ENV_CUSTOM_ENV_";
    private const string Secret = "DBT_ENV_SECRET";

    public static JinjaFunction Function(DbtOrder order) => new("env_var", arguments =>
    {
        var bound = arguments.Bind("env_var", "var", "default?");
        var name = bound[0] as string ?? "";
        if (!order.TrustsProject)
        {
            Check(name);
        }

        return order.Environment(name) ?? (ReferenceEquals(bound[1], JinjaArguments.Missing)
            ? order.Notes?.Assumed(name) ?? throw new JinjaException(MissingKind, $"Env var required but not provided: '{name}'") : bound[1]);
    });

    /// <summary>What to do about a failure; null where it is not about a variable that is missing.</summary>
    public static string? Mend(JinjaException failure) => failure.Kind == MissingKind ? "Set it before the command (export NAME=value), or write a default: env_var('NAME', 'value')." : null;

    /// <summary>Variables whose names begin with <c>DBT_ENV_CUSTOM_ENV_</c>, without that.</summary>
    public static PyDict Metadata(DbtOrder order) => new(System.Environment.GetEnvironmentVariables().Keys.OfType<string>().Order(StringComparer.Ordinal)
        .Where(name => name.StartsWith(Custom, StringComparison.Ordinal) && order.Environment(name) is not null)
        .Select(name => KeyValuePair.Create((object?)name[Custom.Length..], (object?)order.Environment(name))));

    /// <summary>
    /// A default does not help a name that is refused: whether the variable is there is nothing to the project either. Secrets are refused
    /// in profiles too: what connects is not read there, and what is read is shown to every template.
    /// </summary>
    private static void Check(string name)
    {
        var isSecret = name.StartsWith(Secret, StringComparison.OrdinalIgnoreCase);
        if (isSecret || !name.StartsWith(Shown, StringComparison.Ordinal))
        {
            var fault = Fault.Invalid(
                "dbt.env_var_refused",
                $"env_var('{name}') is not shown on a server: {(isSecret ? $"{Secret}... are secrets" : $"templates see only variables named {Shown}...")}.",
                null,
                isSecret ? $"Take it out: nothing that is built on the lake needs it. What is no secret can be named {Shown}..." : $"Name the variable {Shown}... where the server is started, or use var().");
            throw new JinjaException(RefusedKind, fault.Message, new FaultException(fault));
        }
    }
}
