namespace Talentys.Ui.Features.Models;

/// <summary>
/// Where the nodes of a graph stand: in columns from left to right, each node to the right of all that it needs. Within a column they are ordered so
/// that few lines cross (the barycentre method of Sugiyama, Tagawa and Toda, 1981), and stand as near to their neighbours as the room allows.
/// </summary>
public sealed class GraphLayout
{
    /// <summary>Width of a node.</summary>
    public const double NodeWidth = 204;

    /// <summary>Height of a node.</summary>
    public const double NodeHeight = 50;

    private const double ColumnGap = 52;
    private const double RowGap = 16;
    private const double LineGap = 10;
    private const int Sweeps = 16;
    private const int MostVain = 4;
    private const int LeastRows = 14;
    private const double RowsByNodes = 1.8;
    private const int MostOrdered = 20_000;

    private readonly List<Spot> spots = [];
    private readonly Dictionary<string, Spot> byId = new(StringComparer.Ordinal);
    private List<List<Spot>> columns = [];

    private GraphLayout()
    {
    }

    /// <summary>The nodes by their ids.</summary>
    public IReadOnlyDictionary<string, Spot> Nodes => byId;

    /// <summary>The lines.</summary>
    public IReadOnlyList<Line> Lines { get; private set; } = [];

    /// <summary>Width of all.</summary>
    public double Width { get; private set; }

    /// <summary>Height of all.</summary>
    public double Height { get; private set; }

    /// <summary>Lays out a graph without circles.</summary>
    /// <param name="nodes">Ids of the nodes, each with the ids of what it needs; others than these are passed over.</param>
    public static GraphLayout Of(IReadOnlyList<(string Id, IReadOnlyList<string> Needs)> nodes)
    {
        var layout = new GraphLayout();
        foreach (var (id, _) in nodes)
        {
            layout.byId[id] = layout.Add(id);
        }

        var edges = nodes.SelectMany(node => node.Needs.Distinct().Where(layout.byId.ContainsKey).Select(need => (From: layout.byId[need], To: layout.byId[node.Id]))).ToList();
        layout.Rank(edges);
        layout.Connect(edges);
        layout.Order();
        layout.Place();
        layout.Draw(edges);
        return layout;
    }

    private Spot Add(string? id)
    {
        var spot = new Spot(id);
        spots.Add(spot);
        return spot;
    }

    /// <summary>
    /// Each node stands one column behind the last of what it needs, or, where that column is full, in the next one with room: a graph that is wide and
    /// flat is read more easily than one that is a single tall column. What needs nothing stands before the first that needs it.
    /// </summary>
    private void Rank(List<(Spot From, Spot To)> edges)
    {
        var above = edges.ToLookup(edge => edge.To, edge => edge.From);
        var below = edges.ToLookup(edge => edge.From, edge => edge.To);
        var most = Math.Max(LeastRows, (int)(RowsByNodes * Math.Sqrt(spots.Count)));
        var filled = new Dictionary<int, int>();
        var placed = new HashSet<Spot>();
        foreach (var end in spots.Where(spot => !below[spot].Any()))
        {
            Put(end);
        }

        foreach (var spot in spots.Where(spot => !above[spot].Any() && below[spot].Any()))
        {
            var near = below[spot].Min(next => next.Column) - 1;
            while (near > spot.Column && filled.GetValueOrDefault(near) >= most)
            {
                near--;
            }

            filled[spot.Column]--;
            filled[near] = filled.GetValueOrDefault(near) + 1;
            spot.Column = near;
        }

        // what is needed together is put one after the other, and so into the same columns
        void Put(Spot spot)
        {
            if (!placed.Add(spot))
            {
                return;
            }

            foreach (var need in above[spot])
            {
                Put(need);
                spot.Column = Math.Max(spot.Column, need.Column + 1);
            }

            while (filled.GetValueOrDefault(spot.Column) >= most)
            {
                spot.Column++;
            }

            filled[spot.Column] = filled.GetValueOrDefault(spot.Column) + 1;
        }
    }

    /// <summary>Ties neighbours; lines over several columns go through spots in these, one for all that lead to the same node.</summary>
    private void Connect(List<(Spot From, Spot To)> edges)
    {
        var passes = new Dictionary<(Spot To, int Column), Spot>();
        foreach (var (from, to) in edges)
        {
            var way = new List<Spot> { from };
            for (var column = from.Column + 1; column < to.Column; column++)
            {
                if (!passes.TryGetValue((to, column), out var between))
                {
                    passes[(to, column)] = between = Add(null);
                    between.Column = column;
                }

                way.Add(between);
            }

            way.Add(to);
            from.Ways[to] = way;
            foreach (var (left, right) in way.Zip(way.Skip(1)).Where(pair => !pair.First.After.Contains(pair.Second)))
            {
                left.After.Add(right);
                right.Before.Add(left);
            }
        }

        // a column that everything was moved out of is none
        columns = [.. spots.GroupBy(spot => spot.Column).OrderBy(column => column.Key).Select(column => column.ToList())];
        for (var number = 0; number < columns.Count; number++)
        {
            columns[number].ForEach(spot => spot.Column = number);
        }
    }

    private void Order()
    {
        Number();
        if (spots.Count > MostOrdered)
        {
            return;
        }

        var (best, least) = (columns.Select(column => column.ToList()).ToList(), Crossings());
        for (int sweep = 0, vain = 0; sweep < Sweeps && vain < MostVain; sweep++, vain++)
        {
            var forward = sweep % 2 == 0;
            foreach (var column in forward ? columns.Skip(1) : columns.AsEnumerable().Reverse().Skip(1))
            {
                var sorted = column.OrderBy(spot => MiddleOf(forward ? spot.Before : spot.After, static one => one.FromCenter, spot.FromCenter)).ToList();
                column.Clear();
                column.AddRange(sorted);
                Number(column);
            }

            // of two orders with as many crossings the later one is nearer to its neighbours
            if (Crossings() is var now && now <= least)
            {
                vain = now < least ? 0 : vain;
                (best, least) = (columns.Select(column => column.ToList()).ToList(), now);
            }
        }

        columns = best;
        Number();
    }

    private static double MiddleOf(List<Spot> near, Func<Spot, double> place, double otherwise)
    {
        var sum = 0.0;
        foreach (var one in near)
        {
            sum += place(one);
        }

        return near.Count == 0 ? otherwise : sum / near.Count;
    }

    private void Number() => columns.ForEach(Number);

    private static void Number(List<Spot> column)
    {
        for (var row = 0; row < column.Count; row++)
        {
            column[row].Row = row;
            column[row].FromCenter = row - ((column.Count - 1) / 2.0);
        }
    }

    /// <summary>How many pairs of lines cross, between each two columns: pairs that are in another order at their ends, counted while they are merged.</summary>
    private long Crossings() => columns.Sum(column => Inversions([.. column.SelectMany(spot => spot.After.Select(next => next.Row).Order())]));

    private static long Inversions(int[] rows)
    {
        if (rows.Length < 2)
        {
            return 0;
        }

        int[] left = rows[..(rows.Length / 2)], right = rows[(rows.Length / 2)..];
        var count = Inversions(left) + Inversions(right);
        for (int i = 0, j = 0, k = 0; k < rows.Length; k++)
        {
            if (j == right.Length || (i < left.Length && left[i] <= right[j]))
            {
                rows[k] = left[i++];
            }
            else
            {
                rows[k] = right[j++];
                count += left.Length - i;
            }
        }

        return count;
    }

    private void Place()
    {
        foreach (var column in columns)
        {
            Settle(column, _ => 0);
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var forward = sweep % 2 == 0;
            foreach (var column in forward ? columns.Skip(1) : columns.AsEnumerable().Reverse().Skip(1))
            {
                Settle(column, spot => MiddleOf(forward ? spot.Before : spot.After, static one => one.Middle, spot.Middle));
            }
        }

        var top = spots.Count == 0 ? 0 : spots.Min(spot => spot.Middle - (spot.Height / 2));
        foreach (var spot in spots)
        {
            spot.Middle -= top;
            spot.X = spot.Column * (NodeWidth + ColumnGap);
        }

        Width = columns.Count == 0 ? 0 : ((columns.Count - 1) * (NodeWidth + ColumnGap)) + NodeWidth;
        Height = spots.Count == 0 ? 0 : spots.Max(spot => spot.Middle + (spot.Height / 2));
    }

    /// <summary>
    /// Puts the spots of a column as near as can be to where they wish to be, in their order and without touching: the least sum of squares, by
    /// pooling neighbours that would be in each other's way (isotonic regression).
    /// </summary>
    private static void Settle(List<Spot> column, Func<Spot, double> wish)
    {
        var offsets = new double[column.Count];
        for (var i = 1; i < column.Count; i++)
        {
            offsets[i] = offsets[i - 1] + ((column[i - 1].Height + column[i].Height) / 2) + (column[i].Id is null || column[i - 1].Id is null ? LineGap : RowGap);
        }

        var pools = new List<(double Sum, int Count)>();
        for (var i = 0; i < column.Count; i++)
        {
            (double Sum, int Count) pool = (wish(column[i]) - offsets[i], 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Count >= pool.Sum / pool.Count)
            {
                pool = (pool.Sum + pools[^1].Sum, pool.Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        var at = 0;
        foreach (var (sum, count) in pools)
        {
            for (var i = 0; i < count; i++, at++)
            {
                column[at].Middle = (sum / count) + offsets[at];
            }
        }
    }

    private void Draw(List<(Spot From, Spot To)> edges) => Lines = [.. edges.Select(edge => new Line(edge.From.Id!, edge.To.Id!, edge.From.Ways[edge.To]))];

    /// <summary>A place in a column: a node, or where a line passes.</summary>
    /// <param name="id">Id of the node; null where a line passes.</param>
    public sealed class Spot(string? id)
    {
        /// <summary>Id of the node; null where a line passes.</summary>
        public string? Id { get; } = id;

        /// <summary>Number of its column, from 0.</summary>
        public int Column { get; internal set; }

        /// <summary>Left edge.</summary>
        public double X { get; internal set; }

        /// <summary>Upper edge.</summary>
        public double Y => Middle - (Height / 2);

        internal double Middle { get; set; }

        internal double Height => Id is null ? 0 : NodeHeight;

        internal int Row { get; set; }

        internal double FromCenter { get; set; }

        internal List<Spot> Before { get; } = [];

        internal List<Spot> After { get; } = [];

        internal Dictionary<Spot, List<Spot>> Ways { get; } = [];
    }

    /// <summary>A line from a node to one that needs it.</summary>
    public sealed class Line
    {
        internal Line(string from, string to, List<Spot> way)
        {
            (From, To) = (from, to);
            var path = new System.Text.StringBuilder();
            foreach (var (left, right) in way.Zip(way.Skip(1)))
            {
                double x = left.X + NodeWidth, end = right.X, bend = (x + end) / 2;
                path.Append(path.Length == 0 ? "M" : "L").Append(Point(x, left.Middle)).Append('C').Append(Point(bend, left.Middle)).Append(' ').Append(Point(bend, right.Middle)).Append(' ').Append(Point(end, right.Middle));
            }

            Path = path.ToString();
        }

        /// <summary>Id of the node that is needed.</summary>
        public string From { get; }

        /// <summary>Id of the one that needs it.</summary>
        public string To { get; }

        /// <summary>How it is drawn, as a path of SVG.</summary>
        public string Path { get; }

        private static string Point(double x, double y) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");
    }
}
