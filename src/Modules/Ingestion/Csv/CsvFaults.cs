using Talentys.Kernel;

namespace Talentys.Ingestion.Csv;

/// <summary>What can be wrong with a CSV file as a whole.</summary>
internal static class CsvFaults
{
    public static FaultException FirstRecord(string file, long line, string reason) => new(Fault.Failed(
        "ingestion.header_unreadable", $"The first record cannot be read: {reason}.", $"{file}:{line}",
        "Check the quotes of the first line, or declare csv.quote, csv.delimiter or csv.skip."));
}
