using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Talentys.Host.Terminal;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Host.Commands;

/// <summary><c>talentys dbt assess REPO</c>: whether the models of any dbt repository would run here. Reads files only: no server, no lake.</summary>
internal static class DbtAssessCommand
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>The verdicts as they are told, with what a list is sorted by.</summary>
    private static readonly AssessedVerdict[] Verdicts = [AssessedVerdict.Runs, AssessedVerdict.Mend, AssessedVerdict.Cannot, AssessedVerdict.Unknown];

    public static Command Create(SharedOptions shared, Output output)
    {
        var folder = new Argument<string?>("repo") { Description = "Folder of a repository: its dbt projects are in it or below (default: --dir, or this one)", Arity = ArgumentArity.ZeroOrOne };
        var vars = new Option<string?>("--vars") { Description = "Variables as YAML: '{start: 2024-01-01}'" };
        var command = new Command("assess", "Say of each model of a repository whether it runs here as it is, and why not; nothing is built") { folder, vars };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            DbtPackagesCommand.Local(shared, parsed, "assess");
            var answer = await DbtAssessment.ReadAsync(parsed.GetValue(folder) ?? shared.Target(parsed).Folder ?? ".", parsed.GetValue(vars), TimeProvider.System, cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(Document(answer), Plain));
            }
            else
            {
                answer.Projects.ToList().ForEach(project => Show(project, output));
                ShowCauses(answer, output);
                output.Data(Summary([.. answer.Models]));
            }

            if (answer.Projects.All(project => project.Name.Length == 0))
            {
                output.Faults([.. answer.Projects.SelectMany(project => project.Faults)]);
                return ExitCode.WrongInput;
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(AssessedProject project, Output output)
    {
        output.Data(project.Name.Length == 0 ? $"{project.Folder}: cannot be read" : $"{project.Name} in {project.Folder}, target {project.Target}{(project.TargetIsAssumed ? " (assumed: there is no profiles.yml)" : "")}");
        if (project.MissingPackages.Count > 0)
        {
            output.Data($"  not installed: {string.Join(", ", project.MissingPackages)}; what needs their macros and models is unknown");
        }

        if (project.Environment.Count > 0)
        {
            output.Data($"  variables of the environment that are not set, for which their names were taken: {string.Join(", ", project.Environment)}");
        }

        foreach (var fault in project.Faults)
        {
            output.Data($"  {(fault.Place is null ? "" : fault.Place + ": ")}{fault.Message}{(fault.Mend is null ? "" : " " + fault.Mend)}");
        }

        var told = project.Models.Where(model => model.Verdict != AssessedVerdict.Runs).ToList();
        if (told.Count > 0)
        {
            var table = Output.Table("model", "verdict", "where", "why");
            foreach (var model in told)
            {
                foreach (var (finding, i) in model.Findings.Select((finding, i) => (finding, i)))
                {
                    table.AddRow(
                        new Text(i == 0 ? model.Node.Name : ""), new Text(i == 0 ? Word(model.Verdict) : "", StyleOf(model.Verdict)), new Text(finding.Place ?? ""),
                        new Text(finding.Mend is null ? finding.Message : $"{finding.Message} {finding.Mend}"));
                }
            }

            output.Data(table);
        }

        output.Data("");
    }

    private static void ShowCauses(DbtAssessment answer, Output output)
    {
        var causes = Causes(answer);
        if (causes.Count == 0)
        {
            return;
        }

        var table = Output.Table("models", "verdict", "cause", "mend");
        foreach (var (cause, verdict, mend, _, models) in causes)
        {
            table.AddRow(new Text(Figures.Count(models)).RightJustified(), new Text(Word(verdict), StyleOf(verdict)), new Text(cause), new Text(mend ?? ""));
        }

        output.Data(table);
    }

    private static string Summary(IReadOnlyList<AssessedModel> models)
    {
        var parts = Verdicts.Select(verdict => (verdict, Count: models.Count(model => model.Verdict == verdict))).Where(part => part.Count > 0 || part.verdict == AssessedVerdict.Runs).Select(part =>
            string.Create(CultureInfo.InvariantCulture, $"{part.Count:N0} ({Share(part.Count, models.Count):0.#} %) {Told(part.verdict, part.Count)}"));
        var waiting = models.Count(Waits);
        return $"{Figures.Of(models.Count, "model")}: {string.Join(", ", parts)}."
            + (waiting == 0 ? "" : $" {Figures.Count(waiting)} of those that run as they are {(waiting == 1 ? "waits" : "wait")} for others that do not.");
    }

    private static string Told(AssessedVerdict verdict, int count) => (verdict, count) switch
    {
        (AssessedVerdict.Runs, 1) => "runs as it is",
        (AssessedVerdict.Runs, _) => "run as they are",
        (AssessedVerdict.Mend, 1) => "needs a mend",
        (AssessedVerdict.Mend, _) => "need a mend",
        (AssessedVerdict.Cannot, _) => "cannot run",
        _ => "cannot be told",
    };

    /// <summary>Causes with the number of models, the most frequent first.</summary>
    private static List<(string Cause, AssessedVerdict Verdict, string? Mend, IReadOnlyList<string> Warehouses, int Models)> Causes(DbtAssessment answer) =>
    [
        .. answer.Models.SelectMany(model => model.Findings.DistinctBy(finding => finding.Cause)).GroupBy(finding => (finding.Cause, finding.Verdict))
            .Select(group => (group.Key.Cause, group.Key.Verdict, group.Select(finding => finding.Mend).Distinct().Count() == 1 ? group.First().Mend : null, group.First().Warehouses, group.Count()))
            .OrderByDescending(cause => cause.Item5).ThenBy(cause => cause.Cause, StringComparer.Ordinal),
    ];

    private static object Document(DbtAssessment answer)
    {
        var models = answer.Models.ToList();
        return new
        {
            folder = answer.Folder,
            summary = new
            {
                models = models.Count,
                verdicts = Verdicts.ToDictionary(Word, verdict => models.Count(model => model.Verdict == verdict)),
                shares = Verdicts.ToDictionary(Word, verdict => Math.Round(Share(models.Count(model => model.Verdict == verdict), models.Count), 1)),
                waiting = models.Count(Waits),
            },
            causes = Causes(answer).Select(cause => new { cause = cause.Cause, verdict = Word(cause.Verdict), warehouses = cause.Warehouses, mend = cause.Mend, models = cause.Models }),
            projects = answer.Projects.Select(project => new
            {
                name = project.Name,
                folder = project.Folder,
                target = project.Target,
                target_assumed = project.TargetIsAssumed,
                missing_packages = project.MissingPackages,
                missing_environment = project.Environment,
                faults = project.Faults.Select(Told),
                models = project.Models.Select(model => new
                {
                    unique_id = model.Node.UniqueId,
                    resource_type = model.Node.ResourceType,
                    name = model.Node.Name,
                    package_name = model.Node.Package,
                    original_file_path = model.Node.File,
                    verdict = Word(model.Verdict),
                    waits_for = model.WaitsFor,
                    findings = model.Findings.Select(finding => new { verdict = Word(finding.Verdict), cause = finding.Cause, message = finding.Message, place = finding.Place, mend = finding.Mend, warehouses = finding.Warehouses }),
                }),
            }),
        };
    }

    private static object Told(Fault fault) => new { code = fault.Code, message = fault.Message, place = fault.Place, mend = fault.Mend };

    private static bool Waits(AssessedModel model) => model.Verdict == AssessedVerdict.Runs && model.WaitsFor.Count > 0;

    private static double Share(int count, int all) => all == 0 ? 0 : 100.0 * count / all;

    private static string Word(AssessedVerdict verdict) => verdict.ToString().ToLowerInvariant();

    private static Style StyleOf(AssessedVerdict verdict) => verdict switch
    {
        AssessedVerdict.Cannot => new Style(Color.Red),
        AssessedVerdict.Mend => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
