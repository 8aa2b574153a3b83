using Apache.Arrow.Ipc;

namespace Talentys.Query.Results;

/// <summary>Rows as an Arrow IPC stream.</summary>
internal sealed class ArrowFormat : IRowFormat
{
    public string MediaType => "application/vnd.apache.arrow.stream";

    public async Task WriteAsync(LimitedRows rows, Stream output, CancellationToken cancellationToken)
    {
        using var writer = new ArrowStreamWriter(output, rows.Schema, leaveOpen: true);
        await writer.WriteStartAsync(cancellationToken);
        while (await rows.NextAsync(cancellationToken) is { } next)
        {
            using var batch = next;
            await writer.WriteRecordBatchAsync(batch, cancellationToken);
        }

        await writer.WriteEndAsync(cancellationToken);
    }
}
