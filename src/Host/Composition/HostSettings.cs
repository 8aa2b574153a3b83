using Talentys.Host.Sessions;
using Talentys.Kernel;

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
    /// <summary>For one command: on a free port of this machine.</summary>
    public static HostSettings ForCommand(PlatformFolders folders, StateLock held, bool works, Action<string> announce) =>
        new(folders, held, "http://127.0.0.1:0", Serving: false, works, announce);
}
