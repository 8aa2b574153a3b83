using Apache.Arrow;
using Apache.Arrow.Ipc;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Sessions;

/// <summary>All rows of a statement, kept in a file until somebody reads them.</summary>
internal sealed class SpooledRows : IQueryRows
{
    private readonly FileStream file;
    private readonly ArrowStreamReader reader;

    private SpooledRows(FileStream file, IQueryRows rows)
    {
        this.file = file;
        reader = new ArrowStreamReader(file, leaveOpen: true);
        (Id, Command, Schema) = (rows.Id, rows.Command, rows.Schema);
    }

    public string Id { get; }

    public string Command { get; }

    public Schema Schema { get; }

    /// <summary>Takes all rows, which are disposed.</summary>
    public static async Task<SpooledRows> TakeAsync(IQueryRows rows, PlatformFolders folders, CancellationToken cancellationToken)
    {
        await using var taken = rows;
        var folder = Directory.CreateDirectory(Path.Combine(folders.Cache, "results")).FullName;
        var file = new FileStream(
            Path.Combine(folder, $"script-{Ids.New()}.rows"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
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
            return new SpooledRows(file, rows);
        }
        catch (Exception)
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => await reader.ReadNextRecordBatchAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await file.DisposeAsync();
    }
}
