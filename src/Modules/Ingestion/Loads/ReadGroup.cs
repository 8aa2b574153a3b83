using Talentys.Ingestion.Files;

namespace Talentys.Ingestion.Loads;

/// <summary>A column as it comes out of files.</summary>
/// <param name="Name">Safe name.</param>
/// <param name="Original">Name in the files.</param>
/// <param name="SqlType">Type.</param>
/// <param name="Empty">Whether no value was seen, so that the type says nothing.</param>
internal sealed record ReadColumn(string Name, string Original, string SqlType, bool Empty = false);

/// <summary>Files that one SELECT reads.</summary>
/// <param name="Select">The SELECT, its columns being safe names in order.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">How many rows it must give, where that is known.</param>
/// <param name="Files">The files.</param>
internal sealed record ReadGroup(string Select, IReadOnlyList<ReadColumn> Columns, long? Rows, IReadOnlyList<InputFile> Files);
