using Apache.Arrow;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Sessions;

/// <summary>Rows of one statement of a text, whose faults tell places in the whole text.</summary>
internal sealed class PlacedRows(IQueryRows rows, string text, int start) : IQueryRows
{
    public string Id => rows.Id;

    public string Command => rows.Command;

    public Schema Schema => rows.Schema;

    /// <summary>A failure with places in the whole text; without a place it is that of the statement.</summary>
    public static FaultException Placed(FaultException failure, string text, int start) =>
        new([.. failure.Faults.Select(fault => fault with { Place = Placed(fault.Place, text, start) })], failure);

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await rows.NextAsync(cancellationToken);
        }
        catch (FaultException failure)
        {
            throw Placed(failure, text, start);
        }
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    private static string Placed(string? place, string text, int start)
    {
        if (place is null)
        {
            return TextPlace.Of(text, start);
        }

        if (!TextPlace.TryRead(place, out var line, out var column))
        {
            return place;
        }

        var (firstLine, firstColumn) = TextPlace.Count(text, start);
        return TextPlace.At(firstLine + line - 1, line == 1 ? firstColumn + column - 1 : column);
    }
}
