using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.RestCatalog;

/// <summary>The version of the format that clients may ask for.</summary>
internal static class RestFormat
{
    /// <summary>The property by which a client asks for it; it is not kept.</summary>
    public const string Property = "format-version";

    /// <summary>Reads the property.</summary>
    public static int Read(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        ? Check(version, Property)
        : throw RestFaults.Invalid("The format version is not a number.", Property);

    /// <summary>Refuses what is not written here.</summary>
    /// <exception cref="FaultException"><c>lake.format_refused</c>.</exception>
    public static int Check(int version, string place) => version == TableMetadata.SupportedFormat
        ? version
        : throw new FaultException(Fault.Invalid(
            RestFaults.FormatRefused,
            $"Tables of format version {version} are not written here.",
            place,
            $"Use format version {TableMetadata.SupportedFormat}."));
}
