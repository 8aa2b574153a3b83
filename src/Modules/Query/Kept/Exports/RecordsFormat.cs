using System.Text.Encodings.Web;
using System.Text.Json;
using Talentys.Query.Results;

namespace Talentys.Query.Kept.Exports;

/// <summary>Rows as a JSON array of objects. Later columns of one name are numbered.</summary>
internal sealed class RecordsFormat : IRowFormat
{
    private const int FlushAt = 64 * 1024;

    public string MediaType => "application/json";

    public async Task WriteAsync(LimitedRows rows, Stream output, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });
        var names = ColumnNames.Distinct(rows.Schema, StringComparer.Ordinal).Select(name => JsonEncodedText.Encode(name)).ToArray();
        json.WriteStartArray();
        while (await rows.NextAsync(cancellationToken) is { } next)
        {
            using var batch = next;
            for (var row = 0; row < batch.Length; row++)
            {
                json.WriteStartObject();
                for (var column = 0; column < batch.ColumnCount; column++)
                {
                    json.WritePropertyName(names[column]);
                    JsonCell.Writer.Write(json, batch.Column(column), row);
                }

                json.WriteEndObject();
                if (json.BytesPending > FlushAt)
                {
                    await json.FlushAsync(cancellationToken);
                }
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);
    }
}
