using System.IO.Compression;
using System.Text.Json;
using Talentys.Samples.Public;

namespace Talentys.Samples.Tests;

/// <summary>A sample of scale 0.05, made once for the tests that read it.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    public static DateOnly Today { get; } = new(2026, 11, 19);

    public string Folder { get; } = Directory.CreateTempSubdirectory("samples-").FullName;

    public SampleSummary Summary { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Summary = await MaisonLumen.WriteProjectAsync(Folder, new SampleOptions(Today, 0.05), null, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Lines of a file whose fields hold no line feeds, without the header, split.</summary>
    public IEnumerable<string[]> Rows(string file, char delimiter = ',') =>
        File.ReadLines(Path.Combine(Folder, "drop", file)).Skip(1).Select(line => line.Split(delimiter));

    public IEnumerable<JsonElement> Events()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "drop/web")).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
            {
                yield return JsonDocument.Parse(line).RootElement;
            }
        }
    }
}
