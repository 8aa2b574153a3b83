namespace Talentys.Storage;

/// <summary>Where the metadata lives.</summary>
public sealed record StorageOptions
{
    /// <summary>Which database.</summary>
    public StorageProvider Provider { get; set; }

    /// <summary>For PostgreSQL: how to reach it. For SQLite: null means the file of the state folder.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Where the migration streams live: they need the mappings of all modules, which only the host knows. Null, for tests
    /// of a module: tables are made of the mappings.
    /// </summary>
    internal string? MigrationsAssembly { get; init; } = "talentys";

    // it may hold a password
    /// <inheritdoc/>
    public override string ToString() => Provider.ToString();
}

/// <summary>The databases that can hold the metadata.</summary>
public enum StorageProvider
{
    /// <summary>One file in the state folder; one server.</summary>
    Sqlite,

    /// <summary>A server of its own; several nodes share it.</summary>
    Postgres,
}
