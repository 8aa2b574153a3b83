using Talentys.Contracts;

namespace Talentys.Ui.Features.Runs;

/// <summary>The runs that a list has read so far, newest first; it grows at both ends.</summary>
public sealed class RunCollection(Func<RunFilter, int, string?, CancellationToken, Task<Page<RunDto>>> read)
{
    private const int PageSize = 50;
    private List<RunDto> items = [];
    private string? next;
    private int generation;

    /// <summary>What is listed.</summary>
    public RunFilter Filter { get; private set; } = new();

    /// <summary>The runs.</summary>
    public IReadOnlyList<RunDto> Items => items;

    /// <summary>Whether there are older ones.</summary>
    public bool HasMore => next is not null;

    /// <summary>Whether it was read at all.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Reads the newest ones; with a new filter everything before is forgotten.</summary>
    public async Task ReadAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var mine = ++generation;
        var page = await read(filter, PageSize, null, cancellationToken);
        if (mine != generation)
        {
            return;
        }

        // what was read before stays below the new part, unless there is a gap between them
        var joins = filter == Filter && page.Next is not null && items.Exists(run => run.Id == page.Items[^1].Id);
        List<RunDto> older = joins ? items.FindAll(run => string.CompareOrdinal(run.Id, page.Items[^1].Id) < 0) : [];
        Filter = filter;
        items = [.. page.Items, .. older];
        next = joins ? next : page.Next;
        IsRead = true;
    }

    /// <summary>Reads older ones.</summary>
    public async Task ReadOlderAsync(CancellationToken cancellationToken)
    {
        if (next is not { } cursor)
        {
            return;
        }

        var mine = generation;
        var page = await read(Filter, PageSize, cursor, cancellationToken);
        if (mine == generation && next == cursor)
        {
            items.AddRange(page.Items.Where(run => !items.Exists(known => known.Id == run.Id)));
            next = page.Next;
        }
    }

    /// <summary>Takes a run that changed to its place. False when nothing changes by it.</summary>
    public bool Take(RunDto run)
    {
        var at = items.FindIndex(known => known.Id == run.Id);
        if (!Filter.Holds(run))
        {
            if (at >= 0)
            {
                items.RemoveAt(at);
            }

            return at >= 0;
        }

        if (at >= 0)
        {
            items[at] = run;
            return true;
        }

        var place = items.FindIndex(known => string.CompareOrdinal(known.Id, run.Id) < 0);
        if (place < 0 && HasMore)
        {
            return false;
        }

        items.Insert(place < 0 ? items.Count : place, run);
        return true;
    }
}
