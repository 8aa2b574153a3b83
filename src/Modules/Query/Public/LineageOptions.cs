namespace Talentys.Query.Public;

/// <summary>How statements are read.</summary>
public sealed record LineageOptions
{
    /// <summary>A table that the catalog does not know is a warning, and its columns are named as written; otherwise it is a fault.</summary>
    public bool AllowUnknownTables { get; init; } = true;

    /// <summary>Schema of names without one.</summary>
    public string DefaultSchema { get; init; } = "main";
}
