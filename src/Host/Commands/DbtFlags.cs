using System.CommandLine;

namespace Talentys.Host.Commands;

/// <summary>The flags of dbt that stand before or behind any of its commands. Those that mean nothing here are taken, so that command lines run word for word.</summary>
internal sealed class DbtFlags
{
    private const string ForDbt = "Taken for dbt's sake";

    private static readonly string[] Truths =
    [
        "--partial-parse", "--no-partial-parse", "--static-parser", "--no-static-parser", "--use-experimental-parser", "--no-use-experimental-parser", "--version-check", "--no-version-check",
        "--use-colors", "--no-use-colors", "--use-colors-file", "--no-use-colors-file", "--debug", "-d", "--no-debug", "--print", "--no-print", "--no-quiet", "--populate-cache", "--no-populate-cache",
        "--cache-selected-only", "--no-cache-selected-only", "--introspect", "--no-introspect", "--send-anonymous-usage-stats", "--no-send-anonymous-usage-stats", "--single-threaded", "--no-single-threaded",
        "--write-json", "--no-write-json", "--macro-debugging", "--show-resource-report", "--no-show-resource-report", "--upload-to-artifacts-ingest-api", "--no-upload-to-artifacts-ingest-api",
        "--no-fail-fast", "--no-full-refresh", "--no-store-failures", "--no-favor-state", "--no-warn-error", "--export-saved-queries", "--no-export-saved-queries", "--show-all-deprecations",
    ];

    private static readonly string[] Texts =
    [
        "--log-level", "--log-level-file", "--log-format", "--log-format-file", "--log-path", "--log-cache-events", "--log-file-max-bytes", "--printer-width", "--record-timing-info", "-r",
        "--partial-parse-file-path", "--invocation-mode",
    ];

    private readonly Option<bool> warnError = new("--warn-error") { Description = "Warnings are failures", DefaultValueFactory = _ => DbtVariables.Truth("WARN_ERROR"), Recursive = true };

    private readonly Option<string?> options = new("--warn-error-options")
    {
        Description = "Which warnings are failures, as YAML: '{error: all, warn: [LogTestResult], silence: []}'",
        DefaultValueFactory = _ => DbtVariables.Text("WARN_ERROR_OPTIONS"),
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(warnError);
        command.Options.Add(options);
        foreach (var name in Truths)
        {
            command.Options.Add(new Option<bool>(name) { Description = ForDbt, Hidden = true, Recursive = true });
        }

        foreach (var name in Texts)
        {
            command.Options.Add(new Option<string?>(name) { Description = ForDbt, Hidden = true, Recursive = true });
        }
    }

    public bool WarnError(ParseResult parsed) => parsed.GetValue(warnError);

    public string? WarnErrorOptions(ParseResult parsed) => parsed.GetValue(options);
}
