using System.Globalization;
using System.Text.RegularExpressions;
using Apache.Arrow;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Sessions;

/// <summary>Rows of one statement of a text, whose faults tell places in the whole text.</summary>
internal sealed partial class PlacedRows(IQueryRows rows, string text, int start) : IQueryRows
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
            return Statements.SourcePlace.Of(text, start);
        }

        if (PlaceText().Match(place) is not { Success: true } match)
        {
            return place;
        }

        var before = text.AsSpan(0, start);
        var (line, column) = (Number(match, "line"), Number(match, "column"));
        column += line == 1 ? start - (before.LastIndexOf('\n') + 1) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"line {line + before.Count('\n')}, column {column}");
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^line (?<line>\d{1,7}), column (?<column>\d{1,7})$")]
    private static partial Regex PlaceText();
}
