using System.IO.Compression;
using System.Text;

namespace Talentys.Ingestion.Tests.Loads;

public sealed class EncodingTests
{
    private const string Text = "id,name\n1,Zoë Müller\n2,Ælfred\n";

    static EncodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("windows-1252", false)]
    public async Task Encodings_are_seen_in_the_bytes(string name, bool mark)
    {
        await using var host = await IngestionHost.StartAsync();
        var encoding = Encoding.GetEncoding(name);
        host.Write("t.csv", [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text)]);

        var run = await host.LoadAsync("t.csv");

        Assert.Equal("2 rows from 1 file", run.Done.Summary);
        Assert.Equal("1,Zoë Müller; 2,Ælfred", await host.TextAsync("main.t", "select id, name from $t order by id"));
        Assert.Equal(name == "windows-1252", run.Lines.Any(line => line.Contains("windows-1252", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_declared_encoding_wins()
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write("drop/t.csv", Encoding.GetEncoding("iso-8859-5").GetBytes("id,name\n1,Москва\n"));
        host.Declare("erp", """{"type": "files", "path": "drop", "csv": {"encoding": "iso-8859-5"}}""");

        _ = (await host.SyncAsync("erp")).Done;

        Assert.Equal("1,Москва", await host.TextAsync("erp.t"));
    }

    [Fact]
    public async Task Few_broken_rows_in_a_utf8_file_are_rejected_and_the_file_stays_utf8()
    {
        await using var host = await IngestionHost.StartAsync();
        var good = string.Concat(Enumerable.Range(0, 300).Select(row => $"{row},é{row}\n"));
        host.Write("t.csv", [.. "id,name\n"u8, .. Encoding.UTF8.GetBytes(good), .. "x,"u8, 0xE9, (byte)'\n', .. "300,é\n"u8]);

        var run = await host.LoadAsync("t.csv");

        Assert.Equal("301 rows from 1 file, 1 rejected", run.Done.Summary);
        Assert.Equal("302 bytes that are no valid UTF-8", string.Join(' ', Assert.Single(await host.RejectsAsync("main.t"))[1..3]));
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public async Task Compressed_files_are_read_and_named_by_their_stem(string ending)
    {
        await using var host = await IngestionHost.StartAsync();
        host.Write($"people.csv{ending}", Pack(Encoding.UTF8.GetBytes(Text), ending));
        host.Write($"odd.csv{ending}", Pack(Encoding.GetEncoding(1252).GetBytes(Text), ending));
        host.Write($"events.ndjson{ending}", Pack("{\"a\": 1}\n{\"a\": 2}\n"u8.ToArray(), ending));

        var run = await host.LoadAsync($"people.csv{ending}", $"odd.csv{ending}", $"events.ndjson{ending}");

        Assert.All(run.Steps.Values, step => Assert.Equal("2 rows from 1 file", step.Summary));
        Assert.Equal("1,Zoë Müller; 2,Ælfred", await host.TextAsync("main.people", "select id, name from $t order by id"));
        Assert.Equal("1,Zoë Müller; 2,Ælfred", await host.TextAsync("main.odd", "select id, name from $t order by id"));
        Assert.Equal("3", await host.TextAsync("main.events", "select sum(a)::bigint from $t"));
    }

    private static byte[] Pack(byte[] bytes, string ending)
    {
        using var output = new MemoryStream();
        using (Stream packed = ending == ".gz" ? new GZipStream(output, CompressionMode.Compress) : new ZstdSharp.CompressionStream(output))
        {
            packed.Write(bytes);
        }

        return output.ToArray();
    }
}
