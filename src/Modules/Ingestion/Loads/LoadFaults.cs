using System.Globalization;
using Talentys.Ingestion.Rejects;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Loads;

/// <summary>Why a stream was not published.</summary>
internal static class LoadFaults
{
    public static Fault TooManyColumns(string file, int columns, int most) => new(
        FaultKind.Limit, "ingestion.too_many_columns",
        string.Create(CultureInfo.InvariantCulture, $"The file has {columns:N0} columns; a table has at most {most:N0}."), file,
        "Check the delimiter, or name the columns that are needed with columns.include in a source.");

    public static Fault TooManyRejects(TableName table, RejectFile rejects, long accepted, RejectLimit limit)
    {
        var total = rejects.Count + accepted;
        var first = string.Join("; ", rejects.First.Select(reject => string.Create(CultureInfo.InvariantCulture, $"{reject.File}:{reject.Line}: {reject.Reason}")));
        return Fault.Failed(
            "ingestion.too_many_rejects",
            string.Create(CultureInfo.InvariantCulture, $"{rejects.Count:N0} of {total:N0} records of {table} cannot be read, more than the limit of {limit}; nothing was published. The first: {first}."),
            string.Create(CultureInfo.InvariantCulture, $"{rejects.First[0].File}:{rejects.First[0].Line}"),
            "Mend the file, declare how it is written (csv.delimiter, csv.quote, csv.skip), or raise the limit (reject_limit of a source, --reject-limit of a load).");
    }

    public static Fault TooManyRefused(string file, int most, string first) => Fault.Failed(
        "ingestion.too_many_rejects",
        string.Create(CultureInfo.InvariantCulture, $"More than {most:N0} records do not fit the declared types; nothing was published. The first: {first}."),
        file, "Declare other types, or none: then they are found in the data.");

    public static Fault CountMismatch(TableName table, long expected, long written) => Fault.Failed(
        "ingestion.count_mismatch",
        string.Create(CultureInfo.InvariantCulture, $"{written:N0} rows were read where the files hold {expected:N0}; nothing was published."), table.ToString(),
        "Check that nothing writes the files meanwhile, and declare the dialect under csv.");

    public static Fault NoColumns(TableName table) => Fault.Invalid(
        "ingestion.no_columns", $"No column is left for {table}.", null, "Check columns.include and columns.exclude.");

    public static Fault SchemaChanged(TableName table, string what, string mend) =>
        new(FaultKind.Conflict, "ingestion.schema_changed", $"The files no longer fit the table: {what}.", table.ToString(), mend);
}
