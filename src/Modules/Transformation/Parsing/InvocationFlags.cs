using Talentys.Contracts;
using Talentys.Jinja.Public;

namespace Talentys.Transformation.Parsing;

/// <summary><c>flags</c>: how the command was asked for; what has no meaning here has dbt's own default.</summary>
internal static class InvocationFlags
{
    public static PyDict Of(BuildRequest request) => new(new (string Name, object? Value)[]
    {
        ("WHICH", request.Command), ("FULL_REFRESH", request.FullRefresh), ("STORE_FAILURES", request.StoreFailures), ("FAIL_FAST", request.FailFast),
        ("WARN_ERROR", request.WarnError), ("WARN_ERROR_OPTIONS", request.WarnErrorOptions), ("INDIRECT_SELECTION", request.IndirectSelection ?? "eager"),
        ("DEFER", request.Defer), ("FAVOR_STATE", request.FavorState), ("TARGET", request.Target), ("PROFILE", request.Profile), ("PROFILES_DIR", request.ProfilesFolder),
        ("EVENT_TIME_START", request.EventTimeStart), ("EVENT_TIME_END", request.EventTimeEnd), ("EMPTY", request.Empty), ("INTROSPECT", true), ("PARTIAL_PARSE", true),
        ("STATIC_PARSER", true), ("USE_EXPERIMENTAL_PARSER", false), ("VERSION_CHECK", true), ("WRITE_JSON", true), ("PRINT", true), ("QUIET", false), ("DEBUG", false),
        ("USE_COLORS", true), ("PRINTER_WIDTH", 80L), ("SEND_ANONYMOUS_USAGE_STATS", false), ("CACHE_SELECTED_ONLY", false), ("SINGLE_THREADED", false), ("LOG_FORMAT", "default"), ("LOG_LEVEL", "info"),
    }.Select(flag => KeyValuePair.Create((object?)flag.Name, flag.Value)));
}
