using Talentys.Kernel;

namespace Talentys.Lake.Stores.S3;

/// <summary>A bucket and a key in it, from <c>s3://bucket/key</c>. Keys are as they are, without escapes.</summary>
internal readonly record struct S3Location(string Bucket, string Key)
{
    public const string Scheme = "s3://";

    /// <summary>Reads a location; the key may be empty.</summary>
    public static S3Location Parse(string location)
    {
        var rest = location[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? rest : rest[..slash];
        return bucket.Length > 0
            ? new S3Location(bucket, slash < 0 ? "" : rest[(slash + 1)..])
            : throw new FaultException(Fault.Invalid(
                "lake.store_unknown", "The location names no bucket.", location, "Write it as s3://bucket/prefix."));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}
