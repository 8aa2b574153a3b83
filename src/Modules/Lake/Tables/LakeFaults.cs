using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>Failures that several places tell.</summary>
internal static class LakeFaults
{
    /// <summary>There is no such table.</summary>
    public static Fault TableUnknown(TableName name) =>
        Fault.NotFound("lake.table_unknown", $"There is no table {name}.", "List the tables to see their names.");

    /// <summary>The table has no such version.</summary>
    public static Fault VersionUnknown(TableName name, long number) =>
        Fault.NotFound("lake.version_unknown", $"Table {name} has no version {number}.", "List its versions to see their numbers.");
}
