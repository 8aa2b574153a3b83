using Talentys.Kernel;

namespace Talentys.Ingestion.Files;

/// <summary>What can go wrong with files, told in one way.</summary>
internal static class FileFaults
{
    private const int NoSpace = 28;
    private const int NoSpaceWindows = unchecked((int)0x80070070);

    public static Fault Missing(string path, string? place = null) => Fault.Invalid(
        "ingestion.path_missing", $"There is no file or folder '{path}'.", place, "Check the path.");

    public static Fault NoMatch(string path, string? place = null) => Fault.Invalid(
        "ingestion.no_files", $"No data file matches '{path}'.", place, "Check the pattern, or the endings of the names.");

    public static Fault Empty(string path) => Fault.Invalid(
        "ingestion.file_empty", "The file is empty: it has no header and no rows.", path, "Leave it out, or deliver it again.");

    public static Fault NoText(string path) => Fault.Invalid(
        "ingestion.no_text", "The file is no text: it holds NUL bytes.", path,
        "Unpack it, give it the ending of what it is, or declare csv.encoding.");

    public static Fault Changed(string path) => new(
        FaultKind.Conflict, "ingestion.file_changed", "The file changed or vanished while it was read; nothing was published.", path,
        "Run it again when the file is complete.");

    public static Fault SameName(string table, string first, string second) => Fault.Invalid(
        "ingestion.names_clash", $"'{first}' and '{second}' would both become the table '{table}'.", null,
        "Rename one of them, or declare a stream for each in a source.");

    public static Fault NoFormat(string path) => Fault.Invalid(
        "ingestion.format_unknown", "The ending of the name tells no format.", path,
        "Use csv, tsv, json, ndjson or parquet (with .gz or .zst), or declare the format in a source.");

    public static Fault DiskFull(string place) => new(
        FaultKind.Limit, "ingestion.disk_full", "The disk is full; nothing was published.", place, "Free some space and run it again.");

    /// <summary>The fault of a failure while reading or writing files, or null when it is none of these.</summary>
    public static Fault? Of(Exception failure, string place) => failure switch
    {
        UnauthorizedAccessException => new Fault(
            FaultKind.Invalid, "ingestion.not_readable", "It may not be read.", place, "Give the user that runs Talentys the right to read it."),
        FileNotFoundException or DirectoryNotFoundException => Changed(place),
        IOException { HResult: NoSpace or NoSpaceWindows } => DiskFull(place),
        InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException => Fault.Failed(
            "ingestion.compression_broken", "The compressed file is damaged or cut off.", place, "Deliver it again."),
        IOException other => Fault.Failed("ingestion.io", $"It cannot be read: {other.Message}", place),
        _ => null,
    };
}
