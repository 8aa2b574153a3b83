using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects;

/// <summary>The <c>flags:</c> of <c>dbt_project.yml</c>: what holds where neither the command nor a variable of the process says otherwise.</summary>
internal sealed class ProjectFlags
{
    /// <summary>Flags of reading, caching, logging and showing, and of what dbt once did otherwise: taken, and nothing here hangs on them.</summary>
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "cache_selected_only", "debug", "introspect", "log_cache_events", "log_format", "log_format_file", "log_level", "log_level_file", "log_path", "partial_parse", "populate_cache", "print", "printer_width", "quiet",
        "send_anonymous_usage_stats", "static_parser", "use_colors", "use_colors_file", "use_experimental_parser", "version_check", "write_json", "use_fast_test_edges", "show_all_deprecations",
        "state_modified_compare_more_unrendered_values", "state_modified_compare_vars", "require_yaml_configuration_for_mf_time_spines", "require_batched_execution_for_custom_microbatch_strategy",
        "require_nested_cumulative_type_params", "validate_macro_args", "require_all_warnings_handled_by_warn_error", "require_generic_test_arguments_property", "require_event_names_in_deprecations",
        "require_unique_project_resource_names", "require_ref_searches_node_package_before_root", "enable_truthy_nulls_equals_macro", "target_path", "packages_install_path",
    };

    private static readonly string[] Indirect = ["eager", "cautious", "buildable", "empty"];

    private readonly PyDict given;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    /// <exception cref="FaultException"><c>dbt.flag_invalid</c>: all that are wrong.</exception>
    public ProjectFlags(PyDict settings)
    {
        given = settings.Get("flags") is PyDict flags ? new PyDict(flags.Select(pair => KeyValuePair.Create((object?)(pair.Key?.ToString() ?? "").ToLowerInvariant(), pair.Value))) : [];
        var faults = new List<Fault>();
        if (settings.Get("flags") is not (null or PyDict))
        {
            faults.Add(Wrong("flags", "is no dict", "Write flags: {fail_fast: true}."));
        }

        FailFast = Truth("fail_fast", faults);
        WarnError = Truth("warn_error", faults);
        FreshnessRunsHooks = Truth("source_freshness_run_project_hooks", faults) ?? true;
        SkipsAfterFailedHooks = Truth("skip_nodes_if_on_run_start_fails", faults) ?? true;
        KeepsMaterializations = Truth("require_explicit_package_overrides_for_builtin_materializations", faults) ?? true;
        RefusesBlanks = Truth("require_resource_names_without_spaces", faults) ?? true;
        IndirectSelection = Given("indirect_selection")?.ToString();
        if (IndirectSelection is { } indirect && !Indirect.Contains(indirect))
        {
            faults.Add(Wrong("indirect_selection", $"is {indirect}", $"Write one of {string.Join(", ", Indirect)}."));
        }

        if (Given("warn_error_options") is { } options)
        {
            if (options is not PyDict)
            {
                faults.Add(Wrong("warn_error_options", "is no dict", "Write {error: all, warn: [LogTestResult]}."));
            }

            WarnErrorOptions = YamlText.Of(options, sortKeys: false);
        }

        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }
    }

    /// <summary>The first failure ends a command.</summary>
    public bool? FailFast { get; }

    /// <summary>Warnings are failures.</summary>
    public bool? WarnError { get; }

    /// <summary>Which of them are, as YAML.</summary>
    public string? WarnErrorOptions { get; }

    /// <summary>Which tests come along with a selection.</summary>
    public string? IndirectSelection { get; }

    /// <summary>Whether hooks of the project run with <c>source freshness</c>.</summary>
    public bool FreshnessRunsHooks { get; }

    /// <summary>Whether nothing is built after a hook of <c>on-run-start</c> that failed.</summary>
    public bool SkipsAfterFailedHooks { get; }

    /// <summary>Whether a package must be named by the project before it stands in for a materialisation of dbt.</summary>
    public bool KeepsMaterializations { get; }

    /// <summary>Whether names with blanks are faults.</summary>
    public bool RefusesBlanks { get; }

    /// <summary>Flags that dbt does not have.</summary>
    public IEnumerable<string> Unknown => given.Select(pair => (string)pair.Key!).Where(name => !asked.Contains(name) && !Taken.Contains(name)).Order(StringComparer.Ordinal);

    /// <summary>All of them, as templates know them.</summary>
    public IEnumerable<KeyValuePair<object?, object?>> Told =>
    [
        new("REQUIRE_EXPLICIT_PACKAGE_OVERRIDES_FOR_BUILTIN_MATERIALIZATIONS", KeepsMaterializations), new("SOURCE_FRESHNESS_RUN_PROJECT_HOOKS", FreshnessRunsHooks),
        new("SKIP_NODES_IF_ON_RUN_START_FAILS", SkipsAfterFailedHooks), new("REQUIRE_RESOURCE_NAMES_WITHOUT_SPACES", RefusesBlanks),
        .. given.Where(pair => !asked.Contains((string)pair.Key!)).Select(pair => KeyValuePair.Create((object?)((string)pair.Key!).ToUpperInvariant(), pair.Value)),
    ];

    /// <summary>A request with what it leaves to the project.</summary>
    public BuildRequest Over(BuildRequest request) => request with
    {
        FailFast = request.FailFast ?? FailFast,
        IndirectSelection = request.IndirectSelection ?? IndirectSelection,
        WarnError = request.WarnError ?? (request.WarnErrorOptions is null ? WarnError : null),
        WarnErrorOptions = request.WarnErrorOptions ?? (request.WarnError is null ? WarnErrorOptions : null),
    };

    private object? Given(string name)
    {
        asked.Add(name);
        return given.Get(name);
    }

    private bool? Truth(string name, List<Fault> faults)
    {
        switch (Given(name))
        {
            case null:
                return null;
            case bool truth:
                return truth;
            case string text when bool.TryParse(text, out var truth):
                return truth;
            case var other:
                faults.Add(Wrong(name, $"is {JinjaValues.Text(other)}", "Write true or false."));
                return null;
        }
    }

    private static Fault Wrong(string name, string what, string mend) => Fault.Invalid("dbt.flag_invalid", $"The flag {name} {what}.", ProjectReader.FileName, mend);
}
