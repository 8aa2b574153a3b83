using Talentys.Projects.Yaml;

namespace Talentys.Projects.Resources;

/// <summary>Reads a file, though never more than one byte above the limit: enough to tell that it is too large.</summary>
internal static class ResourceBytes
{
    internal static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        var most = YamlLimits.Bytes + 1;
        var buffer = new byte[file.CanSeek ? (int)Math.Min(file.Length + 1, most) : most];
        var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..read];
    }
}
