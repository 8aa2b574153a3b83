using System.CommandLine;
using Talentys.Host.Sessions;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary>The options that all commands have.</summary>
internal sealed class SharedOptions
{
    private readonly Option<DirectoryInfo?> dir = new("--dir")
    {
        Description = "Folder of the project (default: the nearest with talentys.yml or dbt_project.yml upwards, else this one)",
        Recursive = true,
    };

    private readonly Option<string?> env = new("--env") { Description = "Environment (default: the project's default_env, else dev)", Recursive = true };

    private readonly Option<string?> server = new("--server") { Description = "Address of a running server; needs TALENTYS_API_KEY", Recursive = true };

    private readonly Option<bool> json = new("--json") { Description = "Print data as JSON", Recursive = true };

    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print no progress and no messages but errors", Recursive = true };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [dir, env, server, json, quiet];

    /// <summary>Whether data is printed as JSON.</summary>
    public bool Json(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Whether only data and errors are printed.</summary>
    public bool Quiet(ParseResult parsed) => parsed.GetValue(quiet);

    /// <summary>Where the command works.</summary>
    public SessionTarget Target(ParseResult parsed) => new(
        parsed.GetValue(dir)?.FullName, parsed.GetValue(env), Address(parsed.GetValue(server)), parsed.GetValue(quiet));

    private static Uri? Address(string? server) => server is null
        ? null
        : Uri.TryCreate(server, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? address
            : throw new FaultException(Fault.Invalid(
                "session.server_invalid", $"{server} is not an address.", "--server", "Write it as https://talentys.example.org."));
}
