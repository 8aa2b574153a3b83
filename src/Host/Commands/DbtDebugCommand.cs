using System.CommandLine;
using Talentys.Host.Terminal;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Web;

namespace Talentys.Host.Commands;

/// <summary><c>talentys dbt debug</c>: whether the project can be read, by which profile, and what it needs of the machine.</summary>
internal static class DbtDebugCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var onlyFolder = new Option<bool>("--config-dir") { Description = "Tell only the folder of profiles.yml" };
        var connection = new Option<bool>("--connection") { Description = "Taken for dbt's sake: everything is built on the lake, which needs no connection" };
        var command = new Command("debug", "Tell whether the project can be read, by which profile and target") { onlyFolder, connection };
        project.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            DbtPackagesCommand.Local(shared, parsed, "debug");
            var checkup = DbtCheckup.Of(project.Order(shared, parsed), cancellationToken);
            if (parsed.GetValue(onlyFolder))
            {
                output.Data(checkup.ProfilesFolder ?? "");
                return Task.FromResult(ExitCode.Done);
            }

            output.Data($"talentys {ProductVersion.Current}, as dbt {DbtCheckup.DbtVersion}");
            foreach (var (what, told, fault) in checkup.Findings)
            {
                output.Data($"{what}: {told} [{(fault is null ? "OK" : "ERROR")}]");
            }

            var faults = checkup.Findings.Select(finding => finding.Fault).OfType<Fault>().ToList();
            output.Faults(faults);
            output.Message(faults.Count == 0 ? "All checks passed!" : "1 or more checks failed.");
            return Task.FromResult(faults.Count == 0 ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
