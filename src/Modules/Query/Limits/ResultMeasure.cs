using System.Globalization;
using Apache.Arrow;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Limits;

/// <summary>Counts what a statement gives, and ends it when that is more than its user may have.</summary>
internal sealed class ResultMeasure(QueryLimits limits)
{
    private long bytes;

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Counts a batch.</summary>
    /// <exception cref="FaultException"><c>query.too_many_rows</c>, <c>query.result_too_large</c>.</exception>
    public void Add(RecordBatch batch)
    {
        if (Rows + batch.Length > limits.Rows)
        {
            throw TooMuch("query.too_many_rows", $"{limits.Rows.Value:N0} rows");
        }

        Rows += batch.Length;
        if (limits.ResultBytes is { } most)
        {
            bytes += batch.Arrays.Sum(array => Bytes(array.Data));
            if (bytes > most)
            {
                throw TooMuch("query.result_too_large", $"{most:N0} bytes");
            }
        }
    }

    private static long Bytes(ArrayData data) =>
        data.Buffers.Sum(buffer => (long)buffer.Length) + (data.Children?.Sum(Bytes) ?? 0) + (data.Dictionary is { } values ? Bytes(values) : 0);

    private static FaultException TooMuch(string code, FormattableString most) => new(new Fault(
        FaultKind.Limit, code, string.Create(CultureInfo.InvariantCulture, $"The statement gives more than {most.ToString(CultureInfo.InvariantCulture)}, the most that you may have."), null,
        "Aggregate, add a LIMIT, or select less."));
}
