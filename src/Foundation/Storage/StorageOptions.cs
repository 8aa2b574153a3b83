namespace Talentys.Storage;

/// <summary>Where the metadata lives.</summary>
public sealed class StorageOptions
{
    /// <summary>Which database.</summary>
    public StorageProvider Provider { get; set; }

    /// <summary>For PostgreSQL: how to reach it. For SQLite: null means the file of the state folder.</summary>
    public string? ConnectionString { get; set; }
}

/// <summary>The databases that can hold the metadata.</summary>
public enum StorageProvider
{
    /// <summary>One file in the state folder; one server.</summary>
    Sqlite,

    /// <summary>A server of its own; several nodes share it.</summary>
    Postgres,
}
