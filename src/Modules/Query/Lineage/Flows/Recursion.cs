using Talentys.Query.Public;

namespace Talentys.Query.Lineage.Flows;

/// <summary>
/// Closes a recursive part: its own columns stand in it as sources, each is replaced by what flows into it until nothing
/// changes. Sets only grow, so that it ends; the part itself is read once.
/// </summary>
internal static class Recursion
{
    /// <summary>The flows of the columns, without the numbers that stood for them.</summary>
    /// <param name="own">The number of each column.</param>
    /// <param name="first">What flows in before the recursion.</param>
    /// <param name="step">What flows in by it, with those numbers.</param>
    /// <param name="rows">What the rows depend on, with those numbers.</param>
    public static (IReadOnlyList<Flow> Columns, Influence Rows) Close(
        IReadOnlyList<int> own, IReadOnlyList<Flow> first, IReadOnlyList<Flow> step, Influence rows)
    {
        var numbers = own.Aggregate(SourceSet.Empty, (all, number) => all.Union(SourceSet.Of(number)));
        var index = own.Select((number, i) => (number, i)).ToDictionary(pair => pair.number, pair => pair.i);
        var now = first.ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < now.Length; i++)
            {
                var next = now[i].Or(Replace(step[i]));
                if (!now[i].Covers(next))
                {
                    now[i] = next;
                    changed = true;
                }
            }
        }

        return (now, Rows(rows));

        Flow Replace(Flow flow)
        {
            var result = new Flow(
                flow.Copied.Without(numbers), flow.Computed.Without(numbers), flow.Aggregated.Without(numbers), flow.Kind, Rows(flow.Influence));
            foreach (var value in Own(flow.Copied))
            {
                result = result.Or(value);
            }

            foreach (var value in Own(flow.Computed))
            {
                result = result.Or(value.Changed());
            }

            foreach (var value in Own(flow.Aggregated))
            {
                result = result.Or(value.Aggregate());
            }

            return result.Kind == LineageKind.Copied && flow.Kind != LineageKind.Copied ? result with { Kind = flow.Kind } : result;
        }

        Influence Rows(Influence influence)
        {
            var result = new Influence(
                influence.Filtered.Without(numbers), influence.Joined.Without(numbers),
                influence.Grouped.Without(numbers), influence.Ordered.Without(numbers));
            result = Own(influence.Filtered).Aggregate(result, (all, value) => all.AndFiltered(value));
            result = Own(influence.Joined).Aggregate(result, (all, value) => all.AndJoined(value));
            result = Own(influence.Grouped).Aggregate(result, (all, value) => all.AndGrouped(value));
            return Own(influence.Ordered).Aggregate(result, (all, value) => all.AndOrdered(value));
        }

        IEnumerable<Flow> Own(SourceSet set) => set.Numbers().Where(index.ContainsKey).Select(number => now[index[number]]);
    }
}
