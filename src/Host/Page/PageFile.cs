namespace Talentys.Host.Page;

/// <summary>A file of the page as it is sent.</summary>
/// <param name="Path">Path on disk of the plain file.</param>
/// <param name="MediaType">Its type.</param>
/// <param name="Etag">Tells this content from others, quoted.</param>
/// <param name="Immutable">Whether its name tells its content, so that browsers keep it for good.</param>
/// <param name="Brotli">Whether it lies beside it compressed with brotli.</param>
/// <param name="Gzip">Whether it lies beside it compressed with gzip.</param>
internal sealed record PageFile(string Path, string MediaType, string Etag, bool Immutable, bool Brotli, bool Gzip);
