using System.Globalization;
using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.Parsing;

/// <summary><c>flags</c>: how the command was asked for, with what the project's flags say; what has no meaning here has dbt's own default.</summary>
internal static class InvocationFlags
{
    public static PyDict Of(BuildRequest request, ProjectFlags? project = null, SampleWindow? sample = null) => new(new (string Name, object? Value)[]
    {
        ("INTROSPECT", true), ("PARTIAL_PARSE", true), ("STATIC_PARSER", true), ("USE_EXPERIMENTAL_PARSER", false), ("VERSION_CHECK", true), ("WRITE_JSON", true), ("PRINT", true), ("QUIET", false),
        ("DEBUG", false), ("USE_COLORS", true), ("USE_COLORS_FILE", true), ("PRINTER_WIDTH", 80L), ("SEND_ANONYMOUS_USAGE_STATS", false), ("CACHE_SELECTED_ONLY", false), ("POPULATE_CACHE", true),
        ("SINGLE_THREADED", false), ("MACRO_DEBUGGING", false), ("LOG_CACHE_EVENTS", false), ("LOG_FORMAT", "default"), ("LOG_FORMAT_FILE", "debug"), ("LOG_LEVEL", "info"), ("LOG_LEVEL_FILE", "debug"), ("LOG_PATH", "logs"),
        ("TARGET_PATH", "target"),
    }.Select(flag => KeyValuePair.Create((object?)flag.Name, flag.Value)).Concat(project?.Told ?? []).Concat(new (string Name, object? Value)[]
    {
        ("WHICH", request.Command), ("FULL_REFRESH", request.FullRefresh), ("STORE_FAILURES", request.StoreFailures), ("FAIL_FAST", request.FailFast is true),
        ("WARN_ERROR", request.WarnError is true), ("WARN_ERROR_OPTIONS", request.WarnErrorOptions), ("INDIRECT_SELECTION", request.IndirectSelection ?? "eager"),
        ("DEFER", request.Defer), ("FAVOR_STATE", request.FavorState), ("STATE", request.State), ("DEFER_STATE", request.DeferState), ("TARGET", request.Target), ("PROFILE", request.Profile),
        ("PROFILES_DIR", request.ProfilesFolder), ("EVENT_TIME_START", Moment(request.EventTimeStart)), ("EVENT_TIME_END", Moment(request.EventTimeEnd)), ("EMPTY", request.Empty),
        ("SAMPLE", sample is null ? null : new PyDict([new("start", TemplateValues.Of(sample.Start)), new("end", TemplateValues.Of(sample.End))])),
        ("THREADS", (long?)request.Threads), ("SELECT", List(request.Select)), ("EXCLUDE", List(request.Exclude)), ("RESOURCE_TYPES", List(request.ResourceTypes)),
        ("EXCLUDE_RESOURCE_TYPES", List(request.ExcludeResourceTypes)), ("SELECTOR", request.Selector),
    }.Select(flag => KeyValuePair.Create((object?)flag.Name, flag.Value))));

    private static PyList List(IReadOnlyList<string>? names) => new(names ?? []);

    private static object? Moment(string? text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
        ? TemplateValues.Of(DateTime.SpecifyKind(moment, DateTimeKind.Unspecified)) : text;
}
