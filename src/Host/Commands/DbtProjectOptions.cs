using System.CommandLine;
using Talentys.Host.Sessions;
using Talentys.Transformation.Public;

namespace Talentys.Host.Commands;

/// <summary>The options of dbt that say which project is read.</summary>
internal sealed class DbtProjectOptions
{
    private readonly Option<string?> folder = new("--project-dir") { Description = "Folder of the project, as --dir", DefaultValueFactory = _ => DbtVariables.Text("PROJECT_DIR") };
    private readonly Option<string?> profiles = new("--profiles-dir") { Description = "Folder of profiles.yml (default: the project's, then ~/.dbt)" };
    private readonly Option<string?> profile = new("--profile") { Description = "Profile (default: the one that the project names)", DefaultValueFactory = _ => DbtVariables.Text("PROFILE") };
    private readonly Option<string?> target = new("--target", "-t") { Description = "Target of the profile", DefaultValueFactory = _ => DbtVariables.Text("TARGET") };
    private readonly Option<string?> vars = new("--vars") { Description = "Variables as YAML: '{start: 2024-01-01}'" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[folder, profiles, profile, target, vars])
        {
            command.Options.Add(option);
        }
    }

    public string? Vars(ParseResult parsed) => parsed.GetValue(vars);

    public string? Target(ParseResult parsed) => parsed.GetValue(target);

    public string? Profile(ParseResult parsed) => parsed.GetValue(profile);

    /// <summary>Folder of the profiles: on this machine as it is from here, on a server as it was written.</summary>
    public string? Profiles(ParseResult parsed, bool here) => parsed.GetValue(profiles) is { } path && here ? Path.GetFullPath(path) : parsed.GetValue(profiles);

    public string? Folder(SharedOptions shared, ParseResult parsed) => parsed.GetValue(folder) is { } path ? Path.GetFullPath(path) : shared.Target(parsed).Folder;

    /// <summary>Which project is read, as its user's own.</summary>
    public DbtOrder Order(SharedOptions shared, ParseResult parsed, string? state = null)
    {
        var folders = ProjectFolder.Find(Folder(shared, parsed));
        return new DbtOrder(folders.Project)
        {
            Database = shared.Target(parsed).Environment ?? ProjectFolder.EnvironmentOf(folders),
            ProfilesFolder = Profiles(parsed, here: true),
            TrustsProject = true,
            Profile = parsed.GetValue(profile),
            Target = parsed.GetValue(target),
            Vars = parsed.GetValue(vars),
            StateFolder = state,
        };
    }

    public DbtProject Read(SharedOptions shared, ParseResult parsed, CancellationToken cancellationToken, string? state = null) =>
        Reader(shared, parsed, state).Read(cancellationToken);

    /// <summary>What reads it for a command, and once more for the platform that the command starts: that finds what did not change read already.</summary>
    public DbtReader Reader(SharedOptions shared, ParseResult parsed, string? state = null) => new(Order(shared, parsed, state));
}
