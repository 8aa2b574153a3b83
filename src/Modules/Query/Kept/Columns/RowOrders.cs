using System.Runtime.InteropServices;
using Apache.Arrow;
using Talentys.Kernel;
using Talentys.Query.Kept.Files;

namespace Talentys.Query.Kept.Columns;

/// <summary>
/// The orders of a result's rows by a column: for each a file of row numbers, 8 bytes each, made when it is first asked for
/// and used by all windows after it. Rows of equal values keep their order, nulls are last, as SQL has it.
/// </summary>
internal sealed class RowOrders(RowFile rows, string folder, ColumnEngine engine, CancellationToken ending) : IDisposable
{
    /// <summary>Orders kept at once.</summary>
    private const int Most = 6;

    private readonly Lock gate = new();
    private readonly List<Order> orders = [];
    private bool gone;

    /// <summary>The numbers of the rows at some places of an order.</summary>
    public async Task<long[]> NumbersAsync(RowOrder order, long offset, int count, CancellationToken cancellationToken)
    {
        if (rows.Rows == 0 || count == 0)
        {
            return [];
        }

        var (file, lease) = await FileAsync(order, cancellationToken);
        using (lease)
        {
            var numbers = new long[Math.Max(Math.Min(count, rows.Rows - offset), 0)];
            file.Read(MemoryMarshal.AsBytes(numbers.AsSpan()), offset * sizeof(long));
            return numbers;
        }
    }

    public void Dispose()
    {
        List<Order> all;
        lock (gate)
        {
            gone = true;
            all = [.. orders];
            orders.Clear();
        }

        all.ForEach(Drop);
    }

    private async Task<(LeasedFile File, IDisposable Lease)> FileAsync(RowOrder wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = Find(wanted);
            LeasedFile file;
            try
            {
                file = await order.File.Value.WaitAsync(cancellationToken);
            }
            catch (Exception failure) when (order.File.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                Forget(order); // the next one who asks tries again
                if (failure is OperationCanceledException)
                {
                    throw new FaultException(ResultFaults.Unknown, failure);
                }

                throw;
            }

            if (file.Lease() is { } lease)
            {
                return (file, lease);
            }
        }
    }

    private Order Find(RowOrder wanted)
    {
        Order? over = null;
        Order found;
        lock (gate)
        {
            if (gone)
            {
                throw new FaultException(ResultFaults.Unknown);
            }

            if (orders.Find(order => order.By == wanted) is { } known)
            {
                return known;
            }

            // not the asker's token: others wait for the same order
            found = new Order(wanted, new Lazy<Task<LeasedFile>>(() => Task.Run(() => MakeAsync(wanted), CancellationToken.None)));
            orders.Add(found);
            if (orders.Count > Most)
            {
                over = orders[0];
                orders.RemoveAt(0);
            }
        }

        if (over is not null)
        {
            Drop(over);
        }

        return found;
    }

    private void Forget(Order order)
    {
        lock (gate)
        {
            orders.Remove(order);
        }
    }

    private async Task<LeasedFile> MakeAsync(RowOrder by)
    {
        using var lease = rows.Lease() ?? throw new FaultException(ResultFaults.Unknown);
        var file = LeasedFile.Create(Path.Combine(folder, $"{Ids.New()}.order"));
        try
        {
            await engine.UseAsync(
                columns: 1,
                async connection =>
                {
                    await ColumnEngine.LoadAsync(connection, rows, by.Column, ordered: true, ending);
                    await using var sorted = await connection.QueryAsync(
                        $"SELECT r FROM {ColumnEngine.Table} ORDER BY v {(by.Descending ? "DESC" : "ASC")} NULLS LAST, r", [], ending);
                    while (await sorted.NextAsync(ending) is { } next)
                    {
                        using var batch = next;
                        var numbers = (Int64Array)batch.Column(0);
                        await file.AppendAsync([MemoryMarshal.AsBytes(numbers.Values).ToArray()], ending);
                    }

                    return true;
                },
                ending);
            return file;
        }
        catch (Exception)
        {
            file.Dispose();
            throw;
        }
    }

    private static void Drop(Order order)
    {
        if (order.File.IsValueCreated)
        {
            _ = DropAsync(order.File.Value);
        }

        static async Task DropAsync(Task<LeasedFile> file)
        {
            await ((Task)file).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (file.IsCompletedSuccessfully)
            {
                (await file).Dispose();
            }
        }
    }

    private sealed record Order(RowOrder By, Lazy<Task<LeasedFile>> File);
}

/// <summary>An order of rows.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Descending">Greatest first.</param>
internal readonly record struct RowOrder(int Column, bool Descending);
