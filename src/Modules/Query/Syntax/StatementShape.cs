namespace Talentys.Query.Syntax;

/// <summary>How much work a statement looks like, before the sizes of its tables are known.</summary>
internal sealed class StatementShape
{
    /// <summary>The rows of each of its parts, and how much work one of them is; reading is 1.</summary>
    public List<(RowEstimate Rows, double Weight)> Work { get; } = [];

    /// <summary>Its own rows.</summary>
    public RowEstimate Rows { get; set; } = RowEstimate.One;

    /// <summary>It makes values of a size that only running it tells, or rows out of rows without a table.</summary>
    public bool IsOpenEnded { get; set; }

    /// <summary>It only wants the first rows of what it reads, in no order: so many; null when it may need all of them.</summary>
    public double? FirstRows { get; set; }
}
