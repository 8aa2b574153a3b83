using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.DuckDb.Faults;

/// <summary>Turns what the engine says into faults.</summary>
internal static class EngineFaults
{
    /// <summary>What the engine calls an interrupted statement; never reaches a caller as it is.</summary>
    public const string Interrupted = "engine.interrupted";

    /// <summary>Functions of one name that are told where the types of a call fit none.</summary>
    private const int MostCandidates = 4;

    /// <summary>The fault for an error text: JSON where the setting <c>errors_as_json</c> is on, else plain.</summary>
    public static FaultException Of(string text, string? sql = null)
    {
        var error = Parse(text);
        var lines = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var message = lines.Length > 0 ? lines[0] : "The engine gave no reason.";
        var at = Array.FindIndex(lines, line => line.StartsWith("Did you mean", StringComparison.Ordinal) || line.StartsWith("Candidate", StringComparison.Ordinal));
        var mend = at < 1 ? null : lines[at].EndsWith(':') ? $"{lines[at]} {string.Join("; ", lines.Skip(at + 1).Take(MostCandidates))}" : lines[at];
        return new FaultException(Classify(error.Type, message, Place(sql, error.Position), mend));
    }

    /// <summary>A wrong statement that the engine never saw.</summary>
    public static FaultException Wrong(string message) => new(Fault.Invalid("engine.sql_error", message));

    /// <summary>The statement took longer than it may.</summary>
    public static FaultException Timeout(TimeSpan limit) => new(new Fault(
        FaultKind.Limit, "engine.timeout", $"The statement took longer than {limit.TotalSeconds:0.#} s and was stopped.", null,
        "Narrow it, or ask for a longer limit."));

    /// <summary>Too much is running.</summary>
    public static FaultException Busy(string message) =>
        new(new Fault(FaultKind.Limit, "engine.busy", message, null, "Try again in a moment."));

    /// <summary>The process that ran the statement is gone.</summary>
    public static FaultException Crashed(string message, string? mend = null) =>
        new(Fault.Failed("engine.crashed", message, null, mend));

    /// <summary>Whether the instance answers nothing from now on, as the engine does after a fatal error.</summary>
    public static bool IsFatal(Fault fault) => fault is { Code: "engine.crashed", Kind: FaultKind.Unavailable };

    /// <summary>The statement needed more memory than it may have.</summary>
    public static Fault OutOfMemory(string message) => new(
        FaultKind.Limit, "engine.out_of_memory", message, null, "Select fewer columns or rows, or aggregate in steps.");

    /// <summary>The statement needed more room on the disk than it may have.</summary>
    public static Fault DiskFull(string message) => new(
        FaultKind.Limit, "engine.disk_full", message, null, "Free space for spilling, or select less.");

    /// <summary>Whether others in the same instance may be the cause of a fault.</summary>
    public static bool MayBeOfOthers(Fault fault) => fault.Code is "engine.out_of_memory" or "engine.disk_full" or "engine.crashed";

    private static Fault Classify(string type, string message, string? place, string? mend) => type switch
    {
        "INTERRUPT" => new Fault(FaultKind.Cancelled, Interrupted, message),
        _ when Holds(message, "No space left on device") => new Fault(
            FaultKind.Limit, "engine.disk_full", "The disk is full.", null, "Free space on it, then try again."),
        "Out of Memory" when Holds(message, "max_temp_directory_size") => DiskFull(message),
        "Out of Memory" => OutOfMemory(message),
        "FATAL" => new Fault(FaultKind.Unavailable, "engine.crashed", message, place, "Try again."),
        "INTERNAL" => Fault.Failed("engine.crashed", message, place),
        _ => Fault.Invalid("engine.sql_error", type.Length == 0 ? message : $"{type} error: {message}", place, mend),
    };

    // the engine counts bytes of UTF-8
    private static string? Place(string? sql, string? position) =>
        sql is not null && int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? TextPlace.Of(sql, TextPlace.IndexOfByte(sql, offset)) : null;

    private static bool Holds(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static EngineError Parse(string text)
    {
        // the parser writes "Parser Error: " before its JSON
        var json = text.IndexOf("{\"exception_type\"", StringComparison.Ordinal);
        if (json >= 0)
        {
            try
            {
                return JsonSerializer.Deserialize<EngineError>(text[json..]) ?? new EngineError();
            }
            catch (JsonException)
            {
                return new EngineError { Message = text };
            }
        }

        // plain: "Binder Error: Referenced column ..."
        var mark = text.IndexOf(" Error: ", StringComparison.Ordinal);
        return mark is > 0 and < 40
            ? new EngineError { Type = text[..mark], Message = text[(mark + " Error: ".Length)..] }
            : new EngineError { Message = text };
    }

    private sealed record EngineError
    {
        [JsonPropertyName("exception_type")]
        public string Type { get; init; } = "";

        [JsonPropertyName("exception_message")]
        public string Message { get; init; } = "";

        /// <summary>Offset in the statement, in bytes of UTF-8.</summary>
        [JsonPropertyName("position")]
        public string? Position { get; init; }
    }
}
