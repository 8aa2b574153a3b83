using Talentys.Host.Sessions;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Host.Composition;

/// <summary>How a host is started.</summary>
/// <param name="Folders">The project.</param>
/// <param name="Lock">The lock of its state folder, which the host gives back when it ends; null for a host that is never started.</param>
/// <param name="Urls">Where it listens.</param>
/// <param name="Serving">It serves people until it is stopped; otherwise it does one command's work.</param>
/// <param name="Works">It takes runs from the queue.</param>
/// <param name="Announce">Tells people something once.</param>
internal sealed record HostSettings(PlatformFolders Folders, StateLock? Lock, string Urls, bool Serving, bool Works, Action<string> Announce)
{
    /// <summary>Where clients of PostgreSQL's protocol connect; null for what the settings say, or the default.</summary>
    public string? Postgres { get; init; }

    /// <summary>Whether templates of the project may know all that the user of this process knows: its own files, for that user alone.</summary>
    public bool TrustsProject { get; init; } = !Serving;

    /// <summary>What read the dbt project already, as the command will ask for it; null where nothing did.</summary>
    public DbtReader? Reader { get; init; }

    /// <summary>Whether every address takes a free port: then nobody counts on a known one.</summary>
    public bool OnFreePorts => Urls.Split(';').All(url => new Uri(url).Port == 0);

    /// <summary>For one command: on a free port of this machine.</summary>
    public static HostSettings ForCommand(PlatformFolders folders, StateLock held, bool works, Action<string> announce) =>
        new(folders, held, "http://127.0.0.1:0", Serving: false, works, announce);
}
