using System.CommandLine;
using Talentys.Host.Terminal;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Host.Commands;

/// <summary><c>talentys dbt deps</c> and <c>talentys dbt clean</c>: files alone, no server and no lake.</summary>
internal static class DbtPackagesCommand
{
    public static Command Deps(SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var upgrade = new Option<bool>("--upgrade") { Description = "Find the revisions anew, whatever package-lock.yml says" };
        var onlyLock = new Option<bool>("--lock") { Description = "Write package-lock.yml, install nothing" };
        var add = new Option<string?>("--add-package") { Description = "Add a package to packages.yml first: ADDRESS@REVISION" };
        var source = new Option<string>("--source") { Description = "Where that package is from: git, local or hub", DefaultValueFactory = _ => "hub" };
        var command = new Command("deps", "Install the packages that the project names") { upgrade, onlyLock, add, source };
        project.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            Local(shared, parsed, "deps");
            var order = project.Order(shared, parsed);
            if (parsed.GetValue(add) is { } package)
            {
                DbtPackages.Add(order.Folder, package, parsed.GetValue(source)!);
            }

            await DbtPackages.InstallAsync(order, parsed.GetValue(upgrade), parsed.GetValue(onlyLock), output.Message, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    public static Command Clean(SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var outside = new Option<bool>("--clean-project-files-only") { Description = "Taken for dbt's sake: nothing outside of the project is ever deleted" };
        var command = new Command("clean", "Delete the folders that clean-targets names") { outside };
        project.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            Local(shared, parsed, "clean");
            var gone = DbtPackages.Clean(project.Order(shared, parsed), cancellationToken);
            output.Message(gone.Count == 0 ? "There was nothing to delete." : $"Deleted {string.Join(", ", gone)}.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    /// <summary>Files of a project are changed where they lie.</summary>
    public static void Local(SharedOptions shared, ParseResult parsed, string command)
    {
        if (shared.Target(parsed).Server is not null)
        {
            throw new FaultException(Fault.Invalid("dbt.command_local", $"dbt {command} works on the files of a folder, not on a server.", "--server", "Leave --server out."));
        }
    }
}
