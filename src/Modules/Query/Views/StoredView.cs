using Talentys.Kernel;

namespace Talentys.Query.Views;

/// <summary>A view of an environment.</summary>
/// <param name="Id">Identifier; another one when it was dropped and made again.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sql">Its query as it was written.</param>
/// <param name="Columns">Its columns when it was made.</param>
/// <param name="Comment">Its comment, or null.</param>
/// <param name="Invoker">Whether its tables are read with the rights of whoever asks; otherwise with those of the definer.</param>
/// <param name="Definer">Who made it, as they were then.</param>
/// <param name="ChangedAt">When it was made or changed last.</param>
internal sealed record StoredView(
    string Id, TableName Name, string Sql, IReadOnlyList<StoredColumn> Columns, string? Comment, bool Invoker, Principal Definer, DateTimeOffset ChangedAt)
{
    /// <summary>Whether its columns have names of their own, not those of the query.</summary>
    public bool Renames => Columns.Any(column => column.Renamed);

    /// <summary>What other modules may know of it.</summary>
    public ViewSummary Summary => new(
        Name, Id, Sql, [.. Columns.Select(column => new ViewColumn(column.Name, column.Type, column.Comment))], Comment, Invoker, Definer, ChangedAt);
}

/// <summary>A column of a view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type when the view was made.</param>
/// <param name="Comment">Its comment, or null.</param>
/// <param name="Renamed">Whether the name was given by the view.</param>
internal sealed record StoredColumn(string Name, string Type, string? Comment, bool Renamed);
