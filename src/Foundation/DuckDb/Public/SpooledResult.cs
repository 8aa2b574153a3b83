using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Talentys.DuckDb.Public;

/// <summary>Rows kept in a file that goes when they are disposed, so that they hold no place at an engine.</summary>
public sealed class SpooledResult : IEngineResult
{
    private readonly FileStream file;
    private readonly ArrowStreamReader reader;

    private SpooledResult(FileStream file, Schema schema)
    {
        this.file = file;
        reader = new ArrowStreamReader(file, leaveOpen: true);
        Schema = schema;
    }

    /// <inheritdoc/>
    public Schema Schema { get; }

    /// <summary>Takes all batches that come, up to null, and disposes them.</summary>
    /// <param name="schema">Columns.</param>
    /// <param name="next">Gives the next batch.</param>
    /// <param name="path">The file, which is new; its folder is made where it is missing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<SpooledResult> TakeAsync(
        Schema schema, Func<CancellationToken, ValueTask<RecordBatch?>> next, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            using var writer = new ArrowStreamWriter(file, schema, leaveOpen: true);
            await writer.WriteStartAsync(cancellationToken);
            while (await next(cancellationToken) is { } batch)
            {
                using (batch)
                {
                    await writer.WriteRecordBatchAsync(batch, cancellationToken);
                }
            }

            await writer.WriteEndAsync(cancellationToken);
            file.Position = 0;
            return new SpooledResult(file, schema);
        }
        catch (Exception)
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => await reader.ReadNextRecordBatchAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await file.DisposeAsync();
    }
}
