namespace Talentys.Gateway.Postgres.Errors;

/// <summary>An error or a notice as the protocol tells it.</summary>
/// <param name="State">SQLSTATE, five letters.</param>
/// <param name="Message">One sentence.</param>
internal sealed record PgError(string State, string Message)
{
    public string? Detail { get; init; }

    public string? Hint { get; init; }

    /// <summary>Where in the client's text, in characters from 1.</summary>
    public int? Position { get; init; }
}

/// <summary>An error that is known here, before or beside the query path.</summary>
internal sealed class PgException(PgError error, Exception? cause = null) : Exception(error.Message, cause)
{
    public PgException(string state, string message, string? hint = null)
        : this(new PgError(state, message) { Hint = hint })
    {
    }

    public PgError Error { get; } = error;

    /// <summary>The connection ends with it.</summary>
    public bool IsFatal { get; init; }
}
