using Talentys.Kernel;

namespace Talentys.Query.Kept;

/// <summary>Failures of kept results.</summary>
internal static class ResultFaults
{
    /// <summary>Missing, gone, or of somebody else.</summary>
    public static readonly Fault Unknown = Fault.NotFound(
        "query.result_unknown", "There is no such result, or it is not kept any more.", "Run the statement again.");

    public static readonly Fault Running = new(
        FaultKind.Conflict, "query.result_running", "The statement is still running: this needs all of its rows.", null,
        "Wait for its end, or cancel it.");

    public static readonly Fault NoRows = new(
        FaultKind.Conflict, "query.result_failed", "The statement failed: it has no rows.", null, "Mend it and run it again.");

    public static readonly Fault Unexpected = Fault.Failed("query.unexpected", "The platform failed; its log tells more.");

    public static Fault ColumnUnknown(int count) => Fault.Invalid(
        "query.result_column", "The result has no such column.", "column",
        count == 1 ? "It has one column, number 0." : $"Its columns are numbered 0 to {count - 1}.");

    public static Fault RowUnknown(long rows) => new(
        FaultKind.NotFound, "query.result_row", "The result has no such row.", "row", $"It has {rows:N0} rows, numbered from 0.");

    public static Fault IdInUse(string id) => new(
        FaultKind.Conflict, "query.id_in_use", $"A result with the id {id} is kept.", null, "Choose another id, or delete it first.");

    public static Fault NotWritten(Exception failure) => IsFull(failure)
        ? new Fault(FaultKind.Limit, "query.result_disk_full", "The disk is full: the rows could not be kept.", null,
            "Free space on it, or select less.")
        : Fault.Failed("query.result_not_written", "The rows could not be kept: the cache folder cannot be written.", null,
            "Check the permissions and the space of the project's .talentys/cache.");

    // ENOSPC and ERROR_DISK_FULL
    private static bool IsFull(Exception failure) => (failure.HResult & 0xFFFF) is 28 or 112;
}
