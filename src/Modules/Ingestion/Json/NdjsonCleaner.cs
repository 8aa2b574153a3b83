using System.Text;
using System.Text.Json;
using Talentys.Ingestion.Rejects;

namespace Talentys.Ingestion.Json;

/// <summary>Writes the good lines of an NDJSON file anew and rejects the others: no JSON, no object, one key twice, too long.</summary>
internal static class NdjsonCleaner
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <returns>How many lines are good.</returns>
    public static long Run(Stream input, Stream output, string file, int maxLine, RejectFile rejects, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 20];
        int start = 0, end = 0;
        long line = 1, good = 0;
        var dropping = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ending = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (ending >= 0)
            {
                Take(buffer.AsSpan(start, ending));
                start += ending + 1;
                line++;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
            if (end >= maxLine)
            {
                if (!dropping)
                {
                    rejects.Add(file, line, "the line is longer than allowed", buffer.AsSpan(0, 1000), 1);
                }

                dropping = true;
                end = 0;
            }
            else if (end == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(maxLine, buffer.Length * 2));
            }

            var read = input.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                Take(buffer.AsSpan(0, end));
                return good;
            }

            end += read;
        }

        void Take(ReadOnlySpan<byte> bytes)
        {
            var text = bytes.Trim(" \t\r"u8);
            if (dropping || text.Length == 0)
            {
                dropping = false;
                return;
            }

            if (Problem(text) is { } reason)
            {
                rejects.Add(file, line, reason, text, 1);
                return;
            }

            good++;
            output.Write(text);
            output.WriteByte((byte)'\n');
        }
    }

    private static string? Problem(ReadOnlySpan<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(text), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : "the line is no JSON object";
        }
        catch (JsonException problem)
        {
            var message = problem.Message.Split(" LineNumber:")[0].TrimEnd('.');
            return $"the line is no valid JSON: {message}";
        }
    }
}
