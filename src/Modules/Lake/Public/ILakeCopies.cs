namespace Talentys.Lake.Public;

/// <summary>Brings files here that are kept in object stores, for an engine that reads local files only.</summary>
public interface ILakeCopies
{
    /// <summary>
    /// Fetches what is missing of the files that SELECTs of tables read, and keeps it while they run. A column that was not
    /// asked for makes the statement fail, never give wrong rows; ask for all of them then.
    /// </summary>
    /// <param name="selects">The SELECTs, <see cref="LakeTable.SelectSql"/>.</param>
    /// <param name="fieldIds">Field ids of the columns that are needed; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>To be disposed when they have ended; null when all their files are local.</returns>
    Task<IDisposable?> LeaseAsync(IEnumerable<string> selects, IReadOnlySet<int>? fieldIds, CancellationToken cancellationToken);
}
