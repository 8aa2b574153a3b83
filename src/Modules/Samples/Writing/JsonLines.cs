using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Talentys.Samples.Writing;

/// <summary>JSON objects, one per line, handed to the stream in pieces of about 64 kB.</summary>
internal sealed class JsonLines : IAsyncDisposable
{
    private const int Piece = 1 << 16;

    private readonly Stream stream;
    private readonly bool leaveOpen;
    private readonly byte[] separator;
    private readonly ArrayBufferWriter<byte> buffer = new(Piece * 2);
    private readonly Utf8JsonWriter json;
    private bool first = true;

    /// <param name="stream">Where to.</param>
    /// <param name="leaveOpen">Whether the stream outlives this.</param>
    /// <param name="separator">What stands before the line feed between two objects.</param>
    public JsonLines(Stream stream, bool leaveOpen = false, string separator = "")
    {
        this.stream = stream;
        this.leaveOpen = leaveOpen;
        this.separator = Encoding.UTF8.GetBytes(separator + "\n");
        // Names stay readable: the files are data, never part of a page.
        json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    public Utf8JsonWriter Start()
    {
        if (!first)
        {
            buffer.Write(separator);
        }

        first = false;
        json.Reset(buffer);
        return json;
    }

    public void End()
    {
        json.Flush();
        if (buffer.WrittenCount >= Piece)
        {
            stream.Write(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await json.FlushAsync(cancellationToken);
        if (buffer.WrittenCount >= Piece)
        {
            await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.WriteAsync(buffer.WrittenMemory);
        await json.DisposeAsync();
        if (!leaveOpen)
        {
            await stream.DisposeAsync();
        }
    }
}
