using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
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
    public Warnings(bool warnError, string? options)
    {
        all = warnError;
        if (options is not { } text)
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

    /// <summary>What is to be told of warnings; those that are failures are one.</summary>
    /// <exception cref="FaultException"><c>dbt.warning_raised</c>: all that are failures.</exception>
    public IReadOnlyList<string> Tell(IEnumerable<DbtWarning> warnings)
    {
        var told = warnings.Where(warning => !IsSilent(warning.Name)).ToList();
        var raised = told.Where(warning => IsError(warning.Name)).ToList();
        return raised.Count == 0 ? [.. told.Select(warning => $"Warning: {warning}")] : throw new FaultException(
            [.. raised.Select(warning => Fault.Invalid("dbt.warning_raised", $"{warning.Message} ({warning.Name})", warning.Place, "Mend it, or leave it a warning: --warn-error-options '{error: all, warn: [" + warning.Name + "]}'."))]);
    }

    /// <summary>Whether a warning of that name is not told.</summary>
    public bool IsSilent(string name) => silent.Contains(name);
}
