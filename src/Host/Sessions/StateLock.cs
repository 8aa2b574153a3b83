using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Host.Sessions;

/// <summary>
/// One process at a time owns a state folder: it holds <c>.talentys/lock</c> (the operating system frees it when the process
/// ends, however it ends) and tells in <c>.talentys/server.json</c> where it listens.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream handle;
    private readonly string notice;

    private StateLock(FileStream handle, string notice)
    {
        this.handle = handle;
        this.notice = notice;
    }

    /// <summary>Takes the lock, or returns null when another process holds it.</summary>
    public static StateLock? TryTake(PlatformFolders folders)
    {
        try
        {
            var handle = new FileStream(
                Path.Combine(folders.State, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new StateLock(handle, NoticeFile(folders));
        }
        catch (IOException failure) when (failure is not FileNotFoundException and not DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new FaultException(Fault.Failed(
                "project.folder_denied", $"The state folder {folders.State} cannot be written: {failure.Message}", null,
                "Run as the user who owns it."));
        }
    }

    /// <summary>Tells where the owner listens.</summary>
    public void Announce(OwnerNotice owner)
    {
        var draft = notice + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(owner, JsonSerializerOptions.Web));
        File.Move(draft, notice, overwrite: true);
    }

    /// <summary>What the owner told, or null when it has not yet (or has ended).</summary>
    public static OwnerNotice? Owner(PlatformFolders folders)
    {
        try
        {
            return JsonSerializer.Deserialize<OwnerNotice>(File.ReadAllText(NoticeFile(folders)), JsonSerializerOptions.Web);
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        File.Delete(notice);
        handle.Dispose();
    }

    private static string NoticeFile(PlatformFolders folders) => Path.Combine(folders.State, "server.json");

    /// <summary>Who owns the folder.</summary>
    /// <param name="ProcessId">Its process.</param>
    /// <param name="Address">Where it listens.</param>
    /// <param name="Serving">Whether it serves until it is stopped; otherwise it is a command that ends with its work.</param>
    internal sealed record OwnerNotice(int ProcessId, Uri Address, bool Serving);
}
