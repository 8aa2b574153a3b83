using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>Failures that several places tell.</summary>
internal static class LakeFaults
{
    /// <summary>Tells a store's failure to write as the lake's.</summary>
    /// <exception cref="FaultException"><c>lake.write_failed</c>.</exception>
    public static async Task GuardWriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (IOException failure)
        {
            throw WriteFailed(failure);
        }
    }

    /// <summary>Nothing was published, for something could not be written.</summary>
    public static FaultException WriteFailed(Exception failure) => new(
        Fault.Failed(
            "lake.write_failed", $"The lake could not be written: {failure.Message}", null,
            "Check free space and permissions where the tables and the metadata are kept."),
        failure);

    /// <summary>A file of a table's metadata is not there or does not make sense, or its store gives nothing now.</summary>
    public static FaultException MetadataBroken(string location, Exception failure) =>
        failure is IOException and not (FileNotFoundException or EndOfStreamException)
            ? Unreachable(location, failure)
            : new FaultException(
                Fault.Failed(
                    "lake.metadata_broken", $"A file of a table's metadata cannot be read: {failure.Message}", location,
                    "Restore the files of the table from a backup."),
                failure);

    /// <summary>The store of a file of a table fails: it may be there as it was.</summary>
    public static FaultException Unreachable(string location, Exception failure) => new(
        new Fault(
            FaultKind.Unavailable, "lake.file_unreachable", $"A file of a table cannot be fetched: {failure.Message}", location,
            "Try again; check the object store, the disk and the room for copies."),
        failure);

    /// <summary>The name is taken.</summary>
    public static Fault TableExists(TableName name) => new(
        FaultKind.Conflict, "lake.table_exists", $"There is a table {name} already.", null, "Choose another name, or drop the table first.");

    /// <summary>There is no such table.</summary>
    public static Fault TableUnknown(TableName name) =>
        Fault.NotFound("lake.table_unknown", $"There is no table {name}.", "List the tables to see their names.");

    /// <summary>The table has no such version.</summary>
    public static Fault VersionUnknown(TableName name, long number) =>
        Fault.NotFound("lake.version_unknown", $"Table {name} has no version {number}.", "List its versions to see their numbers.");

    /// <summary>The files of the table are another engine's.</summary>
    public static Fault TableForeign(TableName name) => Fault.Invalid(
        "lake.table_foreign",
        $"Table {name} belongs to another engine and is only read here.",
        name.ToString(),
        $"Copy it (create table ... as select * from {name}), or change it with the engine that owns it and register it again.");
}
