using System.Text.Json;
using Talentys.Ingestion.Encodings;
using Talentys.Ingestion.Files;
using Talentys.Kernel;

namespace Talentys.Ingestion.Json;

/// <summary>Takes the records out of a nested array, <c>json: {records: data.items}</c>, and writes them one a line.</summary>
internal static class NestedRecords
{
    public static void Write(InputFile file, string path, string records, Stream output, int most)
    {
        if (file.Length > most)
        {
            throw new FaultException(JsonFaults.TooLarge(file.Display, most));
        }

        using var input = Compression.Open(path);
        using var document = Parse(input, file);
        var value = document.RootElement;
        foreach (var key in records.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(key, out value))
            {
                throw new FaultException(JsonFaults.NoRecordsAt(file.Display, records));
            }
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new FaultException(JsonFaults.NoRecordsAt(file.Display, records));
        }

        foreach (var record in value.EnumerateArray())
        {
            JsonSerializer.Serialize(output, record);
            output.WriteByte((byte)'\n');
        }
    }

    private static JsonDocument Parse(Stream input, InputFile file)
    {
        try
        {
            return JsonDocument.Parse(input);
        }
        catch (JsonException problem)
        {
            throw new FaultException(JsonFaults.Invalid($"{file.Display}:{(problem.LineNumber ?? 0) + 1}", problem.Message), problem);
        }
    }
}
