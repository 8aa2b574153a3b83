namespace Talentys.Storage;

/// <summary>What a provider does around migrating.</summary>
internal interface IStartGuard
{
    /// <summary>The database as faults name it; never a password.</summary>
    string Place { get; }

    /// <summary>Keeps every other process from migrating until it is disposed.</summary>
    Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken);

    /// <summary>Throws when the database is broken.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Copies the database before a migration.</summary>
    /// <returns>Where the copy is; null when the provider makes none.</returns>
    Task<string?> CopyAsync(string migration, CancellationToken cancellationToken);
}
