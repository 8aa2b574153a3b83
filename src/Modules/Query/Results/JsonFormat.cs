using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Query.Results;

/// <summary>
/// Rows as one JSON object: <c>id</c>, <c>columns</c>, <c>rows</c> (arrays of values), <c>rowCount</c>, <c>truncated</c>,
/// <c>elapsedMs</c>, and <c>error</c> when the statement failed after rows had been sent.
/// </summary>
internal sealed class JsonFormat(TimeProvider clock) : IRowFormat
{
    private const int FlushAt = 64 * 1024;

    public string MediaType => "application/json";

    public async Task WriteAsync(LimitedRows rows, Stream output, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // served as application/json with nosniff, never inside a page
            SkipValidation = true,
        });
        json.WriteStartObject();
        json.WriteString("id", rows.Id);
        Columns(json, rows.Schema);
        json.WriteStartArray("rows");
        var failure = await RowsAsync(json, rows, cancellationToken);
        json.WriteEndArray();
        json.WriteNumber("rowCount", rows.Count);
        json.WriteBoolean("truncated", rows.Truncated);
        json.WriteNumber("elapsedMs", Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 3));
        if (failure is not null)
        {
            json.WritePropertyName("error");
            json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(failure, JsonSerializerOptions.Web)); // Serialize to a writer would flush it while blocking
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private static void Columns(Utf8JsonWriter json, Schema schema)
    {
        json.WriteStartArray("columns");
        foreach (var field in schema.FieldsList)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("type", CellText.TypeName(field.DataType));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static async Task<ProblemFault?> RowsAsync(Utf8JsonWriter json, LimitedRows rows, CancellationToken cancellationToken)
    {
        try
        {
            while (await rows.NextAsync(cancellationToken) is { } next)
            {
                using var batch = next;
                for (var row = 0; row < batch.Length; row++)
                {
                    json.WriteStartArray();
                    for (var column = 0; column < batch.ColumnCount; column++)
                    {
                        JsonCell.Writer.Write(json, batch.Column(column), row);
                    }

                    json.WriteEndArray();
                    if (json.BytesPending > FlushAt)
                    {
                        await json.FlushAsync(cancellationToken);
                    }
                }
            }

            return null;
        }
        catch (FaultException failure)
        {
            return ProblemFaults.Of(failure.Fault);
        }
    }
}
