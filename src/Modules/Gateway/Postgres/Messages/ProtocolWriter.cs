using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Messages;

/// <summary>The server's messages. They gather in a buffer, which goes out when it is large or the client must have an answer.</summary>
internal sealed class ProtocolWriter(Stream stream, TimeSpan sendTimeout)
{
    /// <summary>A buffer of this size goes out.</summary>
    private const int Enough = 64 * 1024;

    public OutBuffer Buffer { get; } = new();

    public bool IsFull => Buffer.Length >= Enough;

    /// <summary>Sends what there is. A client that takes nothing for too long is given up.</summary>
    /// <exception cref="IOException">The client is gone.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (Buffer.Length == 0)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(sendTimeout);
        try
        {
            await stream.WriteAsync(Buffer.Written, patience.Token);
            await stream.FlushAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The client takes no bytes.");
        }

        Buffer.Clear();
    }

    /// <summary>One byte that answers a request for encryption.</summary>
    public async ValueTask AnswerAsync(char letter, CancellationToken cancellationToken)
    {
        Buffer.Byte((byte)letter);
        await FlushAsync(cancellationToken);
    }

    /// <summary>A message without a body.</summary>
    public void Empty(char type)
    {
        Buffer.Begin(type);
        Buffer.End();
    }

    public void Authentication(int code, ReadOnlySpan<byte> data)
    {
        Buffer.Begin('R');
        Buffer.Int32(code);
        Buffer.Bytes(data);
        Buffer.End();
    }

    public void ParameterStatus(string name, string value)
    {
        Buffer.Begin('S');
        Buffer.CString(name);
        Buffer.CString(value);
        Buffer.End();
    }

    public void BackendKey(int process, int secret)
    {
        Buffer.Begin('K');
        Buffer.Int32(process);
        Buffer.Int32(secret);
        Buffer.End();
    }

    /// <summary>The newest minor version that is spoken, and the options that are not known.</summary>
    public void NegotiateVersion(IReadOnlyList<string> unknown)
    {
        Buffer.Begin('v');
        Buffer.Int32(0x00030000);
        Buffer.Int32(unknown.Count);
        foreach (var option in unknown)
        {
            Buffer.CString(option);
        }

        Buffer.End();
    }

    public void Ready(char status)
    {
        Buffer.Begin('Z');
        Buffer.Byte((byte)status);
        Buffer.End();
    }

    public void Complete(string tag)
    {
        Buffer.Begin('C');
        Buffer.CString(tag);
        Buffer.End();
    }

    public void Error(PgError error, bool fatal = false) => Report('E', fatal ? "FATAL" : "ERROR", error);

    public void Notice(PgError notice, string severity) => Report('N', severity, notice);

    public void Columns(IReadOnlyList<PgColumn> columns, Func<int, bool> binary)
    {
        Buffer.Begin('T');
        Buffer.Int16(columns.Count);
        for (var index = 0; index < columns.Count; index++)
        {
            var column = columns[index];
            Buffer.CString(column.Name);
            Buffer.Int32(0); // no table that a client could look up
            Buffer.Int16(0);
            Buffer.Int32(column.Type.Oid);
            Buffer.Int16(column.Type.Size);
            Buffer.Int32(column.Modifier);
            Buffer.Int16(binary(index) ? 1 : 0);
        }

        Buffer.End();
    }

    public void Parameters(IReadOnlyList<int> types)
    {
        Buffer.Begin('t');
        Buffer.Int16(types.Count);
        foreach (var type in types)
        {
            Buffer.Int32(type);
        }

        Buffer.End();
    }

    /// <summary>Rows of COPY follow.</summary>
    public void CopyOut(bool binary, int columns)
    {
        Buffer.Begin('H');
        Buffer.Byte((byte)(binary ? 1 : 0));
        Buffer.Int16(columns);
        for (var index = 0; index < columns; index++)
        {
            Buffer.Int16(binary ? 1 : 0);
        }

        Buffer.End();
    }

    private void Report(char type, string severity, PgError error)
    {
        Buffer.Begin(type);
        Field('S', severity);
        Field('V', severity);
        Field('C', error.State);
        Field('M', error.Message);
        Field('D', error.Detail);
        Field('H', error.Hint);
        Field('P', error.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Buffer.Byte(0);
        Buffer.End();
    }

    private void Field(char code, string? value)
    {
        if (value is { Length: > 0 })
        {
            Buffer.Byte((byte)code);
            Buffer.CString(value);
        }
    }
}
