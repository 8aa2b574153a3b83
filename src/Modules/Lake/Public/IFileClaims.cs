namespace Talentys.Lake.Public;

/// <summary>
/// Tells which data files of a table their writer means to replace one by one, so that upkeep does not write them together
/// with others. Every module may bring one.
/// </summary>
public interface IFileClaims
{
    /// <summary>The files, as <see cref="DataFile.Path"/> has them.</summary>
    /// <param name="newestFirst">Versions of the table, newest first.</param>
    IEnumerable<string> Of(IReadOnlyList<TableVersion> newestFirst);
}
