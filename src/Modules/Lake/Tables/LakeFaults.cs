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
            throw new FaultException(
                Fault.Failed(
                    "lake.write_failed", $"The lake could not be written: {failure.Message}", null,
                    "Check free space and permissions where the tables are kept."),
                failure);
        }
    }

    /// <summary>There is no such table.</summary>
    public static Fault TableUnknown(TableName name) =>
        Fault.NotFound("lake.table_unknown", $"There is no table {name}.", "List the tables to see their names.");

    /// <summary>The table has no such version.</summary>
    public static Fault VersionUnknown(TableName name, long number) =>
        Fault.NotFound("lake.version_unknown", $"Table {name} has no version {number}.", "List its versions to see their numbers.");
}
