using System.CommandLine;
using Talentys.Gateway.Public;
using Talentys.Host.Composition;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Identity.Public;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys serve</c>: the server, until it is stopped.</summary>
internal static class ServeCommand
{
    public const string DefaultUrl = "http://127.0.0.1:8080";

    public static Command Create(SharedOptions shared, Output output)
    {
        var urls = new Option<string>("--urls") { Description = "Address to listen on", DefaultValueFactory = _ => DefaultUrl };
        var postgres = PostgresOption();
        var command = new Command("serve", "Serve the project") { urls, postgres };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var folders = ProjectFolder.Find(shared.Target(parsed).Folder);
            ProjectFolder.Prepare(folders);
            await using var host = await StartAsync(folders, parsed.GetValue(urls)!, parsed.GetValue(postgres), output, cancellationToken);
            await GreetAsync(host, folders, output, cancellationToken);
            await host.WaitAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Tells where it is served, and how to sign in for the first time.</summary>
    public static async Task GreetAsync(RunningHost host, PlatformFolders folders, Output output, CancellationToken cancellationToken)
    {
        output.Message($"Talentys serves {folders.Project} at {host.Address}");
        if (host.Postgres is { } door)
        {
            output.Message(door);
        }

        if (host.Links is { } links && await links.MakeForFirstStartAsync(cancellationToken) is { } token)
        {
            output.Message($"Set it up in a browser on this machine (the link works once, for {SignInLinks.Lifetime.TotalMinutes:0} minutes):");
            output.Link(LinkOf(host, token));
        }
    }

    /// <summary>The option that says where clients of PostgreSQL's protocol connect.</summary>
    public static Option<string?> PostgresOption() =>
        new("--postgres") { Description = $"Address for PostgreSQL's clients, or off (by default {PostgresOptions.DefaultUrl})" };

    /// <summary>The address of the page that signs in with a token.</summary>
    public static Uri LinkOf(RunningHost host, string token) => new(host.Loopback!, $"signin#link={token}");

    /// <summary>Starts a server for a folder that nobody else serves.</summary>
    /// <param name="folders">The folder.</param>
    /// <param name="urls">Where it listens.</param>
    /// <param name="postgres">Where clients of PostgreSQL connect; null for the default.</param>
    /// <param name="output">For messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="isOwn">The folder is of whoever starts it, who alone reaches the server: templates may know what that user knows.</param>
    /// <exception cref="FaultException"><c>host.folder_in_use</c>, <c>host.urls_invalid</c>, <c>host.address_in_use</c>.</exception>
    public static async Task<RunningHost> StartAsync(
        PlatformFolders folders, string urls, string? postgres, Output output, CancellationToken cancellationToken, bool isOwn = false)
    {
        if (!urls.Split(';').All(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")))
        {
            throw new FaultException(Fault.Invalid(
                "host.urls_invalid", $"{urls} is not an address.", "--urls", $"Write it as {DefaultUrl}."));
        }

        if (StateLock.TryTake(folders) is not { } held)
        {
            throw InUse(folders);
        }

        var settings = new HostSettings(folders, held, urls, Serving: true, Works: true, output.Once)
        {
            Postgres = postgres,
            TrustsProject = isOwn && urls.Split(';').All(url => new Uri(url).IsLoopback),
        };
        return await RunningHost.StartAsync(settings, cancellationToken);
    }

    /// <summary>What is told when another process owns the folder.</summary>
    public static FaultException InUse(PlatformFolders folders)
    {
        var owner = StateLock.Owner(folders);
        return new FaultException(new Fault(
            FaultKind.Conflict, "host.folder_in_use",
            owner is null
                ? $"Another talentys process works on {folders.Project}."
                : $"Another talentys process ({owner.ProcessId}) works on {folders.Project} at {owner.Address}.",
            null, "Use that one, or stop it first."));
    }
}
