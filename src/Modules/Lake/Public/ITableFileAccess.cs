using Talentys.Kernel;

namespace Talentys.Lake.Public;

/// <summary>
/// Says who may read the files of a table themselves, as clients of the REST catalog do. A table with masks or row filters is not
/// for clients that would read around them: whoever knows the policies registers an implementation in place of the one that allows all.
/// </summary>
public interface ITableFileAccess
{
    /// <summary>Asked before the place of a table's files is told to a client.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="scope">Where the table is.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException">It is refused, of kind <see cref="FaultKind.Denied"/>.</exception>
    ValueTask CheckAsync(Principal principal, Scope scope, TableName table, CancellationToken cancellationToken);
}
