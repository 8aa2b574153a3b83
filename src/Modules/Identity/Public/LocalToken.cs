using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Identity.Public;

/// <summary>The token in the state folder: whoever can read it is the local operator, as administrator of the default organisation.</summary>
public sealed class LocalToken(PlatformFolders folders)
{
    /// <summary>What the token begins with.</summary>
    public const string Prefix = "tkl_";

    private volatile string? current;

    /// <summary>The file, mode 600.</summary>
    public static string FileOf(PlatformFolders folders) => Path.Combine(folders.State, "token");

    /// <summary>The token, made when there is none; replaced when others could have read it.</summary>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var file = FileOf(folders);
        if (!IsPrivate(file))
        {
            PrivateFiles.MakeFolder(folders.State);
            await PrivateFiles.WriteAsync(file, Prefix + Tokens.Random(32), cancellationToken);
        }

        return current = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
    }

    /// <summary>The token; null before <see cref="EnsureAsync"/>.</summary>
    internal string? Current => current is { Length: > 20 } token ? token : null;

    /// <summary>Whether this is the token; false before <see cref="EnsureAsync"/>.</summary>
    internal bool IsRight(string token) => current is { Length: > 20 } right && Tokens.Same(token, right);

    private static bool IsPrivate(string file) =>
        File.Exists(file)
        && new FileInfo(file).Length > 20
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == UnixFileMode.None);
}
