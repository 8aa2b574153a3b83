namespace Talentys.Contracts;

/// <summary>A statement that ran or is running.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Sql">Its text, cut at 64 kB.</param>
/// <param name="State">running, succeeded, failed or cancelled.</param>
/// <param name="Principal">Who asked.</param>
/// <param name="Environment">Environment it ran in.</param>
/// <param name="StartedAt">When.</param>
/// <param name="ElapsedMs">Milliseconds until the last row was read; null while it runs.</param>
/// <param name="Rows">Rows returned.</param>
/// <param name="Tables">Tables it read.</param>
/// <param name="ErrorCode">Code of the failure.</param>
/// <param name="ErrorMessage">Its message.</param>
public sealed record QueryHistoryDto(
    string Id,
    string Sql,
    string State,
    string Principal,
    string Environment,
    DateTimeOffset StartedAt,
    double? ElapsedMs,
    long Rows,
    IReadOnlyList<string> Tables,
    string? ErrorCode,
    string? ErrorMessage)
{
    /// <summary>Whose view of the tables it took; null for the one who asked.</summary>
    public string? As { get; init; }

    /// <summary>While it waits for its turn: statements before it; null when it does not wait.</summary>
    public int? Ahead { get; init; }
}
