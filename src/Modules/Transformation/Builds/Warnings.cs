using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>Which warnings are failures and which are not told: <c>--warn-error</c>, <c>--warn-error-options</c>.</summary>
internal sealed class Warnings
{
    public const string Tests = "LogTestResult";
    public const string Sources = "LogFreshnessResult";
    public const string Templates = "JinjaLogWarning";
    public const string Selection = "NoNodesForSelectionCriteria";

    private const string Option = "--warn-error-options";

    private readonly bool all;
    private readonly HashSet<string> errors = new(StringComparer.Ordinal);
    private readonly HashSet<string> kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> silent = new(StringComparer.Ordinal);

    /// <summary>Reads what was asked for.</summary>
    /// <exception cref="FaultException">The options cannot be read.</exception>
    public Warnings(BuildRequest request)
    {
        all = request.WarnError;
        if (request.WarnErrorOptions is not { } text)
        {
            return;
        }

        var read = YamlValues.Read(text, Option) as PyDict ?? throw Wrong("it is no dict");
        foreach (var (key, value) in read)
        {
            switch (key)
            {
                case "error" or "include":
                    all |= value is "all" or "*";
                    errors.UnionWith(Values.Texts(value));
                    break;
                case "warn" or "exclude":
                    kept.UnionWith(Values.Texts(value));
                    break;
                case "silence":
                    silent.UnionWith(Values.Texts(value));
                    break;
                default:
                    throw Wrong($"{key} is no key of it");
            }
        }

        static FaultException Wrong(string why) => new(Fault.Invalid("dbt.warn_error_options_invalid", $"The options of warnings cannot be read: {why}.", Option, "Write {error: all, warn: [LogTestResult]} or {error: [...], silence: [...]}."));
    }

    /// <summary>Whether a warning of that name is a failure.</summary>
    public bool IsError(string name) => !silent.Contains(name) && (errors.Contains(name) || (all && !kept.Contains(name)));

    /// <summary>Whether a warning of that name is not told.</summary>
    public bool IsSilent(string name) => silent.Contains(name);
}
