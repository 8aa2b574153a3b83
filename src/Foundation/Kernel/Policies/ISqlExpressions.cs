namespace Talentys.Kernel;

/// <summary>Checks single SQL expressions that people write into files; implemented by the Query module.</summary>
public interface ISqlExpressions
{
    /// <summary>
    /// Reads an expression over the columns of one table: it calls only functions that statements may call, and names no table.
    /// The places of faults are positions in the text.
    /// </summary>
    Result<SqlExpression> Read(string text);
}
