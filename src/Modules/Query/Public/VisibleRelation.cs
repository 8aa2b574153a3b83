using Talentys.Kernel;

namespace Talentys.Query.Public;

/// <summary>A table or view with the columns that a principal sees of it.</summary>
/// <param name="Name">Its name as it was made.</param>
/// <param name="IsView">Whether it is a view.</param>
/// <param name="Comment">Its comment, where that was asked for.</param>
/// <param name="HidesRows">Whether a policy keeps rows of it from the principal.</param>
/// <param name="Columns">The columns, in order.</param>
public sealed record VisibleRelation(TableName Name, bool IsView, string? Comment, bool HidesRows, IReadOnlyList<VisibleColumn> Columns);

/// <summary>A column that a principal sees.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in the engine's words; null where it is not known.</param>
/// <param name="Comment">Its comment, or null.</param>
/// <param name="Mask">In words how its values are hidden; null where they are not.</param>
public sealed record VisibleColumn(string Name, string? Type, string? Comment, string? Mask);
