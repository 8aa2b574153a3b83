namespace Talentys.Query.Syntax;

/// <summary>About how many rows a part of a statement makes, as far as its text tells. How many a table has is known later.</summary>
internal abstract record RowEstimate
{
    /// <summary>One row.</summary>
    public static RowEstimate One { get; } = new Fixed(1);

    /// <summary>The number of rows.</summary>
    /// <param name="tables">Rows of a table, by its schema (null for the default) and name.</param>
    public abstract double Count(Func<string?, string, double> tables);

    /// <summary>As many as the text says.</summary>
    internal sealed record Fixed(double Rows) : RowEstimate
    {
        public override double Count(Func<string?, string, double> tables) => Rows;
    }

    /// <summary>Those of a table.</summary>
    internal sealed record Table(string? Schema, string Name) : RowEstimate
    {
        public override double Count(Func<string?, string, double> tables) => tables(Schema, Name);
    }

    /// <summary>Tables that are joined.</summary>
    /// <param name="Parts">The tables.</param>
    /// <param name="Loose">How many of them nothing ties to the others: each of their rows meets each row.</param>
    internal sealed record Join(IReadOnlyList<RowEstimate> Parts, int Loose) : RowEstimate
    {
        public override double Count(Func<string?, string, double> tables)
        {
            var counts = Parts.Select(part => Math.Max(part.Count(tables), 1)).Order().ToList();

            // which ones are loose is not known: the small ones, so that nothing is thought to be heavy that may not be
            return Math.Max(counts[^1], Loose == 0 ? 1 : counts.Take(Loose + 1).Aggregate(1.0, (product, count) => product * count));
        }
    }

    /// <summary>All rows of several parts.</summary>
    internal sealed record Sum(IReadOnlyList<RowEstimate> Parts) : RowEstimate
    {
        public override double Count(Func<string?, string, double> tables) => Parts.Sum(part => part.Count(tables));
    }

    /// <summary>No more than a number of rows of another part.</summary>
    internal sealed record Capped(RowEstimate Part, double Most) : RowEstimate
    {
        public override double Count(Func<string?, string, double> tables) => Math.Min(Part.Count(tables), Most);
    }
}
