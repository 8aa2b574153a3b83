using System.Globalization;
using Talentys.Kernel;

namespace Talentys.Ingestion.Json;

/// <summary>What can be wrong with JSON files.</summary>
internal static class JsonFaults
{
    public static Fault Scalars(string file) => Fault.Invalid(
        "ingestion.json_no_records", "The file holds no JSON objects, so there are no records with columns.", file,
        "Deliver an array of objects, or one object on each line.");

    public static Fault NoRecords(string file) => Fault.Invalid(
        "ingestion.json_empty", "The array is empty: there are no records and no columns.", file, "Leave it out, or deliver it again.");

    public static Fault NoRecordsAt(string file, string path) => Fault.Invalid(
        "ingestion.json_records", $"There is no array at '{path}'.", file, "Check json.records in the source.");

    public static Fault Invalid(string place, string message) => Fault.Failed(
        "ingestion.json_invalid", $"It is no valid JSON: {message.Split('\n')[0].Split(" LineNumber:")[0].Trim()}", place, "Deliver the file again.");

    public static Fault TooLarge(string file, int most) => new(
        FaultKind.Limit, "ingestion.json_too_large",
        string.Create(CultureInfo.InvariantCulture, $"One JSON value is larger than {most >> 20} MB."), file,
        "Deliver one object on each line (NDJSON).");
}
