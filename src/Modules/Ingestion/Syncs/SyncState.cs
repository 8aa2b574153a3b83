using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Ingestion.Files;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Syncs;

/// <summary>A file whose rows are in the table.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">Ticks of its last change, UTC.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="Data">Data files of the lake that hold its rows.</param>
internal sealed record KnownFile(
    [property: JsonPropertyName("n")] long Length,
    [property: JsonPropertyName("m")] long Modified,
    [property: JsonPropertyName("h")] string Hash,
    [property: JsonPropertyName("d")] IReadOnlyList<string> Data);

/// <summary>What an incremental read knows of the files that it has read; committed in the snapshot that holds their rows.</summary>
internal sealed class SyncState
{
    private SyncState(Dictionary<string, KnownFile> files) => Files = files;

    public Dictionary<string, KnownFile> Files { get; }

    public static SyncState Empty => new(new Dictionary<string, KnownFile>(StringComparer.Ordinal));

    /// <summary>
    /// The newest state among the versions. A version that took the rows away without a state ends the search: what was read
    /// before it is no longer there.
    /// </summary>
    public static SyncState Of(IEnumerable<TableVersion> newestFirst)
    {
        foreach (var version in newestFirst)
        {
            if (version.Summary.TryGetValue(SnapshotKeys.SyncState, out var json))
            {
                return new SyncState(new Dictionary<string, KnownFile>(
                    JsonSerializer.Deserialize<Dictionary<string, KnownFile>>(json) ?? [], StringComparer.Ordinal));
            }

            if (version.Operation is "overwrite" or "delete" && !version.Summary.ContainsKey(SnapshotKeys.ChangesRows))
            {
                break;
            }
        }

        return Empty;
    }

    public string ToJson() => JsonSerializer.Serialize(Files);

    /// <summary>The files that are new or whose content is not what was read.</summary>
    public async Task<IReadOnlyList<InputFile>> ChangedAsync(IReadOnlyList<InputFile> files, CancellationToken cancellationToken)
    {
        List<InputFile> changed = [];
        foreach (var file in files)
        {
            if (!Files.TryGetValue(file.Path, out var known)
                || (known.Length, known.Modified) != (file.Length, file.Modified)
                    && (known.Length != file.Length || known.Hash != await HashAsync(file, cancellationToken)))
            {
                changed.Add(file);
            }
        }

        return changed;
    }

    public static async Task<string> HashAsync(InputFile file, CancellationToken cancellationToken)
    {
        await using var input = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(input, cancellationToken));
    }
}
