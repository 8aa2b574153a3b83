namespace Talentys.Kernel;

/// <summary>The views that people made, which share their names with tables; implemented by the Query module.</summary>
public interface IViewList
{
    /// <summary>Views of a scope, ordered by name.</summary>
    Task<IReadOnlyList<ViewSummary>> ViewsAsync(Scope scope, CancellationToken cancellationToken);
}

/// <summary>A view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Identifier.</param>
/// <param name="Sql">Its query as it was written.</param>
/// <param name="Columns">Its columns when it was made.</param>
/// <param name="Comment">What it is, or null.</param>
/// <param name="Invoker">Whether its tables are read with the rights of whoever asks; otherwise with those of the definer.</param>
/// <param name="Definer">Who made it.</param>
/// <param name="ChangedAt">When it was made or changed last.</param>
public sealed record ViewSummary(
    TableName Name, string Id, string Sql, IReadOnlyList<ViewColumn> Columns, string? Comment, bool Invoker, Principal Definer, DateTimeOffset ChangedAt)
{
    /// <summary>
    /// Whether somebody may read its query, which holds the conditions by which it may hide: those from whom nothing is kept,
    /// administrators, and who made it.
    /// </summary>
    public bool ShowsTextTo(Principal principal, IAccess access) =>
        access.IsOpen || principal.Is(Roles.Administrator) || (principal.Id == Definer.Id && principal.Kind == Definer.Kind);
}

/// <summary>A column of a view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type when the view was made.</param>
/// <param name="Comment">What it is, or null.</param>
public sealed record ViewColumn(string Name, string Type, string? Comment);
