using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Host.Composition;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Projects.Public;

namespace Talentys.Host.Commands;

/// <summary><c>talentys init</c>: a new project.</summary>
internal static class InitCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Folder of the project; made when missing" };
        var command = new Command("init", "Make a new project") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var path = Directory.CreateDirectory(parsed.GetValue(folder)!.FullName).FullName;
            await using var host = PlatformHost.Describe(ProjectFolder.Find(path));
            var made = await host.Services.GetRequiredService<ProjectInit>().CreateAsync(path, cancellationToken);
            foreach (var file in made)
            {
                output.Data(file);
            }

            output.Message($"Next: declare a source in sources/, then run talentys sync --dir {parsed.GetValue(folder)}");
            return ExitCode.Done;
        });
        return command;
    }
}
