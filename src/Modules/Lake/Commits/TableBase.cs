using Talentys.Lake.Metadata;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Commits;

/// <summary>The version of a table that a commit builds on.</summary>
/// <param name="Row">The pointer.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="Metadata">Its metadata; null before the first version.</param>
internal sealed record TableBase(LakeTableRow Row, TableFolder Folder, TableMetadata? Metadata);
