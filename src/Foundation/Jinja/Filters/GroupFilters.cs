using Talentys.Jinja.Methods;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Filters;

/// <summary>Filters that make groups.</summary>
internal static class GroupFilters
{
    public static object? Batch(JinjaArguments arguments)
    {
        var bound = arguments.Bind("batch", "value", "linecount", "fill_with?");
        var size = Numbers.Index(bound[1]);
        var batches = new List<object?>();
        PyList? batch = null;
        if (size <= 0)
        {
            // Jinja's own answer, which it hardly means: an empty batch, and one of everything
            PyList all = [.. Sequences.Iterate(bound[0])];
            return ItemFilters.Lazily(all.Count == 0 ? [] : [new PyList(), all]);
        }

        foreach (var item in Sequences.Iterate(bound[0]))
        {
            if (batch is null || batch.Count >= size)
            {
                batches.Add(batch = []);
            }

            batch.Add(item);
        }

        if (Given.Is(bound[2]) && bound[2] is not null && batch is not null)
        {
            while (batch.Count < size)
            {
                JinjaRun.Visit();
                batch.Add(bound[2]);
            }
        }

        return ItemFilters.Lazily(batches);
    }

    public static object? Slice(JinjaArguments arguments)
    {
        var bound = arguments.Bind("slice", "value", "slices", "fill_with?");
        var items = Sequences.Iterate(bound[0]).ToList();
        var count = Numbers.Index(bound[1]);
        if (count <= 0)
        {
            throw new JinjaException("ZeroDivisionError", "integer division or modulo by zero");
        }

        var slices = new List<object?>();
        var (each, rest) = (items.Count / count, items.Count % count);
        for (var (i, at) = (0, 0); i < count; i++)
        {
            JinjaRun.Visit();
            var take = each + (i < rest ? 1 : 0);
            var slice = new PyList(items.Skip(at).Take(take));
            at += take;
            if (Given.Is(bound[2]) && bound[2] is not null && i >= rest)
            {
                slice.Add(bound[2]);
            }

            slices.Add(slice);
        }

        return ItemFilters.Lazily(slices);
    }

    public static object? GroupBy(JinjaArguments arguments)
    {
        var bound = arguments.Bind("groupby", "value", "attribute", "default?", "case_sensitive?");
        var sensitive = Given.Truth(bound[3], false);
        var path = bound[1];
        var key = Given.Key(arguments.Run, path, sensitive, Given.Is(bound[2]) && bound[2] is not null ? bound[2] : null);
        var shown = Given.Key(arguments.Run, path, true, Given.Is(bound[2]) && bound[2] is not null ? bound[2] : null);
        var groups = new List<(object? Key, PyList Items)>();
        foreach (var item in ListMethods.Sorted(Sequences.Iterate(bound[0]), key, false))
        {
            var value = key(item);
            if (groups.Count == 0 || !Equality.AreEqual(groups[^1].Key, value))
            {
                groups.Add((value, []));
            }

            groups[^1].Items.Add(item);
        }

        return new PyList(groups.Select(group => new Group(sensitive ? group.Key : shown(group.Items[0]), group.Items)));
    }

    /// <summary>A group: a pair that also has names for its parts.</summary>
    private sealed class Group(object? grouper, PyList list) : IReadOnlyList<object?>, IJinjaObject, IJinjaText
    {
        public string TypeName => "_GroupTuple";

        public int Count => 2;

        public object? this[int index] => index == 0 ? grouper : list;

        public bool TryGet(string name, out object? value)
        {
            value = name == "grouper" ? grouper : list;
            return name is "grouper" or "list";
        }

        public string Text(bool isRepr) => Texts.Repr(new PyTuple(grouper, list));

        public IEnumerator<object?> GetEnumerator()
        {
            yield return grouper;
            yield return list;
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
