namespace Talentys.Lake.Stores;

/// <summary>
/// A place that keeps the files of tables. Locations are absolute, as metadata has them: <c>file:///folder/file</c>,
/// <c>s3://bucket/key</c>. Objects never change: they are made whole, read, and deleted. What a store cannot do for a while
/// it tries again by itself; what it cannot do at all is an <see cref="IOException"/> with a sentence for people, or a
/// <see cref="FileNotFoundException"/> when there is no such object.
/// </summary>
internal interface IObjectStore
{
    /// <summary>Whether the location is of this store's kind.</summary>
    bool Serves(string location);

    /// <summary>An object as it is: its length and when it was made; null when there is none.</summary>
    Task<StoredObject?> FindAsync(string location, CancellationToken cancellationToken);

    /// <summary>A whole object.</summary>
    Task<byte[]> ReadAsync(string location, CancellationToken cancellationToken);

    /// <summary>A part of an object; shorter at its end.</summary>
    Task<byte[]> ReadAsync(string location, long offset, int length, CancellationToken cancellationToken);

    /// <summary>Makes an object that was not there before: readers see all of it or nothing, and it outlives a loss of power.</summary>
    /// <exception cref="IOException">Also when there is one already.</exception>
    Task CreateAsync(string location, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a file that the engine wrote at <see cref="WritePath"/> of the location, as <see cref="CreateAsync"/> takes bytes.
    /// The local file is gone or is the object afterwards.
    /// </summary>
    Task TakeAsync(string localFile, string location, CancellationToken cancellationToken);

    /// <summary>Makes an empty object, or makes it young again: the one kind of object that changes.</summary>
    Task TouchAsync(string location, CancellationToken cancellationToken);

    /// <summary>Objects whose location begins with a prefix (a folder with a slash, and maybe the start of a name), at any depth, in no order.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes objects; one that is not there is no fault, one that cannot be deleted now stays.</summary>
    Task DeleteAsync(IReadOnlyCollection<string> locations, CancellationToken cancellationToken);

    /// <summary>Where the engine writes what will become the object; its folder is there.</summary>
    string WritePath(string location);

    /// <summary>
    /// A local file that the engine can read in place of the object: itself, or the copy that <c>RemoteFiles</c> fetches, which
    /// is not there before.
    /// </summary>
    string? ReadPath(string location);
}

/// <summary>An object in a store.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ChangedAt">When it was made.</param>
internal sealed record StoredObject(string Location, long Bytes, DateTimeOffset ChangedAt);
