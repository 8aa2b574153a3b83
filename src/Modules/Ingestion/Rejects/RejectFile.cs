using System.Text;
using System.Text.Json;

namespace Talentys.Ingestion.Rejects;

/// <summary>
/// Collects records that cannot become rows in a temporary file, one JSON object a line, so that any number of them takes no
/// memory. A record that swallowed many lines weighs as many: one stray quote must not hide half a file.
/// </summary>
internal sealed class RejectFile(string path) : IDisposable
{
    private const int LongestRaw = 1000;
    private const int FirstKept = 5;
    private readonly List<Reject> first = [];
    private FileStream? output;

    public string Path => path;

    public long Count { get; private set; }

    public long Weight { get; private set; }

    /// <summary>The first of them, to be shown.</summary>
    public IReadOnlyList<Reject> First => first;

    public void Add(string file, long line, string reason, ReadOnlySpan<byte> raw, long lines)
    {
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, LongestRaw)]);
        Add(new Reject(file, line, reason, text), lines);
    }

    public void Add(Reject reject, long lines)
    {
        output ??= new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        JsonSerializer.Serialize(output, reject);
        output.WriteByte((byte)'\n');
        Count++;
        Weight += Math.Max(1, lines);
        if (first.Count < FirstKept)
        {
            first.Add(reject);
        }
    }

    /// <summary>Takes over what another file holds.</summary>
    public void Append(RejectFile other)
    {
        if (other.Count == 0)
        {
            return;
        }

        other.Flush();
        output ??= new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        using (var input = File.OpenRead(other.Path))
        {
            input.CopyTo(output);
        }

        Count += other.Count;
        Weight += other.Weight;
        first.AddRange(other.First.Take(FirstKept - first.Count));
    }

    /// <summary>Makes all of them readable by others.</summary>
    public void Flush() => output?.Flush();

    public void Dispose()
    {
        output?.Dispose();
        File.Delete(path);
    }
}

/// <summary>A record that could not become a row.</summary>
internal sealed record Reject(string File, long Line, string Reason, string Raw);
