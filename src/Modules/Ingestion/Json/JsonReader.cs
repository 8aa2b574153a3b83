using System.Globalization;
using System.Text;
using Talentys.Ingestion.Encodings;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Loads;
using Talentys.Kernel;

namespace Talentys.Ingestion.Json;

/// <summary>Turns the JSON and NDJSON files of a stream into SELECTs, columns and types coming from every record.</summary>
internal sealed class JsonReader(LoadWork work)
{
    private const int OffsetSample = 1000;

    /// <summary>So many bytes take so long that a person wishes to know why nothing moves.</summary>
    private const long Large = 32 << 20;
    private const string WithOffset = @"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$";

    private sealed record Prepared(InputFile Input, string Path, JsonShape Shape);

    public async Task<IReadOnlyList<ReadGroup>> ReadAsync(
        IReadOnlyList<InputFile> inputs, bool lines, bool apart, CancellationToken cancellationToken)
    {
        List<Prepared> files = [];
        foreach (var input in inputs)
        {
            if (await Task.Run(() => Prepare(input, lines, cancellationToken), cancellationToken) is { } file)
            {
                files.Add(file);
            }
        }

        var bytes = files.Sum(file => file.Input.Length);
        if (bytes > Large)
        {
            work.Step.Log(RunLogLevel.Info, string.Create(
                CultureInfo.InvariantCulture, $"The columns are learned from every record of {bytes / 1_000_000:N0} MB of JSON; rows follow after that."));
        }

        List<ReadGroup> groups = [];
        foreach (var group in files.GroupBy(file => (file.Shape, Compression.Of(file.Path), apart ? file.Path : "", Partitions(file.Input))))
        {
            groups.Add(await GroupAsync([.. group], cancellationToken));
        }

        return groups;
    }

    private static string Partitions(InputFile file) => string.Join('/', file.Partitions.Select(part => $"{part.Key}={part.Value}"));

    private Prepared? Prepare(InputFile input, bool lines, CancellationToken cancellationToken)
    {
        try
        {
            var path = input.Path;
            var head = Compression.Head(path, 1 << 16);
            var marked = TextEncodings.Marked(head) ?? (head.AsSpan().StartsWith("\uFEFF"u8) ? Encoding.UTF8 : null);
            if (marked is not null)
            {
                path = work.Temporary(".json");
                TextEncodings.ToUtf8(input.Path, marked, path, null, cancellationToken);
                head = Compression.Head(path, 1 << 16);
            }

            if (work.Definition.JsonRecords is { } records && head.Length > 0)
            {
                var nested = work.Temporary(".ndjson");
                using (var output = new FileStream(nested, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16))
                {
                    NestedRecords.Write(input, path, records, output, work.Options.MaxJsonBytes);
                }

                (path, lines) = (nested, true);
                head = Compression.Head(path, 1 << 16);
            }

            var shape = JsonShapes.Of(head, lines);
            switch (shape)
            {
                case JsonShape.Empty:
                    EmptyFiles.Tell(work, input);
                    return null;
                case JsonShape.EmptyArray when work.Job.Files.Count > 1:
                    work.Step.Log(RunLogLevel.Warning, $"{input.Display} holds an empty array and was left out.");
                    return null;
                case JsonShape.EmptyArray:
                    throw new FaultException(JsonFaults.NoRecords(input.Display));
                case JsonShape.Scalars:
                    throw new FaultException(JsonFaults.Scalars(input.Display));
                case JsonShape.Object when input.Length > work.Options.MaxJsonBytes:
                    throw new FaultException(JsonFaults.TooLarge(input.Display, work.Options.MaxJsonBytes));
                default:
                    return new Prepared(input, path, shape);
            }
        }
        catch (Exception failure) when (FileFaults.Of(failure, input.Display) is { } fault)
        {
            throw new FaultException(fault, failure);
        }
    }

    private async Task<ReadGroup> GroupAsync(IReadOnlyList<Prepared> files, CancellationToken cancellationToken)
    {
        try
        {
            return await SelectAsync(files, null, cancellationToken);
        }
        catch (FaultException failure) when (files[0].Shape == JsonShape.Lines && failure.Fault.Code == "engine.sql_error")
        {
            var (clean, rows) = await Task.Run(() => Clean(files, cancellationToken), cancellationToken);
            return rows == 0
                ? throw new FaultException(LoadFaults.TooManyRejects(work.Job.Table, work.Rejects, 0, work.Definition.RejectLimit))
                : await SelectAsync(clean, rows, cancellationToken);
        }
        catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
        {
            throw new FaultException(
                failure.Fault.Message.Contains("maximum_object_size", StringComparison.Ordinal)
                    ? JsonFaults.TooLarge(files[0].Input.Display, work.Options.MaxJsonBytes)
                    : JsonFaults.Invalid(files[0].Input.Display, failure.Fault.Message),
                failure);
        }
    }

    private (IReadOnlyList<Prepared> Files, long Rows) Clean(IReadOnlyList<Prepared> files, CancellationToken cancellationToken)
    {
        List<Prepared> clean = [];
        var rows = 0L;
        foreach (var file in files)
        {
            var target = work.Temporary(".ndjson");
            using var input = Compression.Open(file.Path);
            using var output = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
            var good = NdjsonCleaner.Run(input, output, file.Input.Display, work.Options.MaxRecordBytes, work.Rejects, cancellationToken);
            rows += good;
            if (good > 0)
            {
                clean.Add(file with { Path = target });
            }
        }

        return (clean, rows);
    }

    private async Task<ReadGroup> SelectAsync(IReadOnlyList<Prepared> files, long? rows, CancellationToken cancellationToken)
    {
        var format = files[0].Shape switch { JsonShape.Lines => "newline_delimited", JsonShape.Array => "array", _ => "unstructured" };
        var largest = files[0].Shape == JsonShape.Lines ? work.Options.MaxRecordBytes : work.Options.MaxJsonBytes;
        largest = (int)Math.Min(largest, Math.Max(files.Max(file => new FileInfo(file.Path).Length) * (Compression.IsCompressed(files[0].Path) ? 100 : 1), 1 << 16));
        var call = string.Create(CultureInfo.InvariantCulture,
            $"read_json({SqlText.List(files.Select(file => file.Path))}, format='{format}', records=true, maximum_object_size={largest}, union_by_name=true");
        var schema = await work.Connection.RowsAsync(
            $"describe select * from {call}, sample_size=-1, maximum_sample_files=1000000)", [], cancellationToken);
        var found = schema.Select(row => new KeyValuePair<string, string>((string)row[0]!, (string)row[1]!)).ToList();
        var renamed = Renamed(found);
        if (!renamed)
        {
            await FindOffsetsAsync(call, found, cancellationToken);
        }

        var source = renamed
            ? $"{call}, sample_size=-1, maximum_sample_files=1000000)"
            : $"{call}, columns={{{string.Join(", ", found.Select(column => $"{SqlText.Literal(column.Key)}: {SqlText.Literal(column.Value)}"))}}})";
        return NamedColumns.Group(work, source, found, rows, [.. files.Select(file => file.Input)]);
    }

    /// <summary>
    /// The engine takes times with an offset for TIMESTAMP, in UTC; they are TIMESTAMP WITH TIME ZONE, as in CSV. The first
    /// records decide: whatever they say, the instants are the same.
    /// </summary>
    private async Task FindOffsetsAsync(string call, List<KeyValuePair<string, string>> columns, CancellationToken cancellationToken)
    {
        var times = columns.Where(column => column.Value == "TIMESTAMP").Select(column => column.Key).ToList();
        if (times.Count == 0)
        {
            return;
        }

        var texts = string.Join(", ", times.Select(name => $"{SqlText.Literal(name)}: 'VARCHAR'"));
        var tests = string.Join(", ", times.Select(name => $"coalesce(bool_and(regexp_matches({SqlText.Quote(name)}, {SqlText.Literal(WithOffset)})), false)"));
        var verdict = (await work.Connection.RowsAsync(
            string.Create(CultureInfo.InvariantCulture, $"select {tests} from (from {call}, columns={{{texts}}}) limit {OffsetSample})"), [], cancellationToken))[0];
        for (var i = 0; i < times.Count; i++)
        {
            if (verdict[i] is true)
            {
                columns[columns.FindIndex(column => column.Key == times[i])] = new(times[i], "TIMESTAMP WITH TIME ZONE");
            }
        }
    }

    /// <summary>The engine numbers keys that differ only in case; such columns cannot be asked for by name.</summary>
    private static bool Renamed(List<KeyValuePair<string, string>> columns)
    {
        HashSet<string> names = new(columns.Select(column => column.Key), StringComparer.OrdinalIgnoreCase);
        return names.Any(name => name.LastIndexOf('_') is > 0 and var at && name[(at + 1)..].All(char.IsAsciiDigit) && names.Contains(name[..at]));
    }
}
