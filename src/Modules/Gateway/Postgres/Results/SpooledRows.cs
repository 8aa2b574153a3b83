using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Talentys.Gateway.Postgres.Results;

/// <summary>Rows that were left when a client paused, kept in a file so that they hold no place at an engine.</summary>
internal sealed class SpooledRows : IRows
{
    private readonly FileStream file;
    private readonly ArrowStreamReader reader;

    private SpooledRows(FileStream file, Schema schema)
    {
        this.file = file;
        reader = new ArrowStreamReader(file, leaveOpen: true);
        Schema = schema;
    }

    public Schema Schema { get; }

    public bool IsLive => false;

    /// <summary>Takes all that is left of rows, which are disposed.</summary>
    public static async Task<SpooledRows> TakeAsync(IRows rows, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(
            Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            using var writer = new ArrowStreamWriter(file, rows.Schema, leaveOpen: true);
            await writer.WriteStartAsync(cancellationToken);
            while (await rows.NextAsync(cancellationToken) is { } batch)
            {
                using (batch)
                {
                    await writer.WriteRecordBatchAsync(batch, cancellationToken);
                }
            }

            await writer.WriteEndAsync(cancellationToken);
            file.Position = 0;
            return new SpooledRows(file, rows.Schema);
        }
        catch (Exception)
        {
            await file.DisposeAsync();
            throw;
        }
        finally
        {
            await rows.DisposeAsync();
        }
    }

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => await reader.ReadNextRecordBatchAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await file.DisposeAsync();
    }
}
