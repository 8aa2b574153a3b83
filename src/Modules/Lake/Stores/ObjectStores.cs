using Talentys.Kernel;

namespace Talentys.Lake.Stores;

/// <summary>All stores as one: each location is served by the store of its kind.</summary>
internal sealed class ObjectStores(IEnumerable<IObjectStore> stores) : IObjectStore
{
    private readonly IReadOnlyList<IObjectStore> stores = [.. stores];

    /// <inheritdoc/>
    public bool Serves(string location) => stores.Any(store => store.Serves(location));

    /// <inheritdoc/>
    public Task<StoredObject?> FindAsync(string location, CancellationToken cancellationToken) => Of(location).FindAsync(location, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string location, CancellationToken cancellationToken) => Of(location).ReadAsync(location, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string location, long offset, int length, CancellationToken cancellationToken) =>
        Of(location).ReadAsync(location, offset, length, cancellationToken);

    /// <inheritdoc/>
    public Task CreateAsync(string location, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Of(location).CreateAsync(location, content, cancellationToken);

    /// <inheritdoc/>
    public Task TakeAsync(string localFile, string location, CancellationToken cancellationToken) =>
        Of(location).TakeAsync(localFile, location, cancellationToken);

    /// <inheritdoc/>
    public Task TouchAsync(string location, CancellationToken cancellationToken) => Of(location).TouchAsync(location, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => Of(prefix).ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteAsync(IReadOnlyCollection<string> locations, CancellationToken cancellationToken)
    {
        foreach (var group in locations.GroupBy(Of))
        {
            await group.Key.DeleteAsync([.. group], cancellationToken);
        }
    }

    /// <inheritdoc/>
    public string WritePath(string location) => Of(location).WritePath(location);

    /// <inheritdoc/>
    public string? ReadPath(string location) => Of(location).ReadPath(location);

    private IObjectStore Of(string location) => stores.FirstOrDefault(store => store.Serves(location)) ?? throw new FaultException(Fault.Invalid(
        "lake.store_unknown",
        $"Files of tables cannot be kept at {Scheme(location)}.",
        location,
        "Use a folder, or s3://bucket/prefix."));

    private static string Scheme(string location) =>
        location.IndexOf("://", StringComparison.Ordinal) is var end and > 0 ? location[..(end + 3)] : location;
}
