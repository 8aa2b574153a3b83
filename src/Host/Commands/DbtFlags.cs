using System.CommandLine;
using Talentys.Host.Terminal;
using Talentys.Transformation.Public;

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

    private readonly Option<bool> warnError = new("--warn-error") { Description = "Warnings are failures", Recursive = true };

    private readonly Option<string?> options = new("--warn-error-options")
    {
        Description = "Which warnings are failures, as YAML: '{error: all, warn: [LogTestResult], silence: []}'",
        DefaultValueFactory = _ => DbtVariables.Text("WARN_ERROR_OPTIONS"),
        Recursive = true,
    };

    private readonly Dictionary<string, Option<bool>> truths = Truths.ToDictionary(name => name, name => new Option<bool>(name) { Description = ForDbt, Hidden = true, Recursive = true }, StringComparer.Ordinal);

    public void AddTo(Command command)
    {
        command.Options.Add(warnError);
        command.Options.Add(options);
        foreach (var truth in truths.Values)
        {
            command.Options.Add(truth);
        }

        foreach (var name in Texts)
        {
            command.Options.Add(new Option<string?>(name) { Description = ForDbt, Hidden = true, Recursive = true });
        }
    }

    /// <summary>What is said of a flag: on the command line, then by its variable; null where nothing is, so that the project's flags hold.</summary>
    public bool? Says(ParseResult parsed, Option<bool> option)
    {
        var name = option.Name.TrimStart('-');
        return parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)
            : truths.TryGetValue("--no-" + name, out var not) && parsed.GetValue(not) ? false
            : DbtVariables.Truth(name.Replace('-', '_').ToUpperInvariant());
    }

    public bool? WarnError(ParseResult parsed) => Says(parsed, warnError);

    public string? WarnErrorOptions(ParseResult parsed) => parsed.GetValue(options);

    /// <summary>Tells what is odd in a project that was read; what is to be a failure is one.</summary>
    public void Tell(DbtProject project, ParseResult parsed, Output output, bool isEmpty = false)
    {
        foreach (var line in project.Warn(WarnError(parsed), WarnErrorOptions(parsed), isEmpty))
        {
            output.Message(line);
        }
    }
}
