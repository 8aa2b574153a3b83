
namespace Talentys.Query.Results;

/// <summary>One way to write rows. Add one by implementing this and listing it in <see cref="RowFormats"/>.</summary>
internal interface IRowFormat
{
    /// <summary>Media type, as <c>Accept</c> names it.</summary>
    string MediaType { get; }

    /// <summary>Writes rows as they come; nothing holds the whole result.</summary>
    Task WriteAsync(LimitedRows rows, Stream output, CancellationToken cancellationToken);
}
