using Talentys.Gateway.Postgres.Copies;
using Talentys.Gateway.Postgres.Results;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>One statement of a client. Most go to the query path; those about the session itself are carried out here.</summary>
internal abstract class PgStatement
{
    /// <summary>Where it begins in what the client sent.</summary>
    public int Start { get; init; }

    /// <summary>It may run in a transaction that has failed.</summary>
    public virtual bool EndsTransaction => false;

    /// <summary>Its parameters and columns.</summary>
    /// <param name="session">The session.</param>
    /// <param name="declared">Types that the client gave to parameters; 0 and missing ones are found out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public virtual ValueTask<StatementShape> DescribeAsync(Session session, IReadOnlyList<int> declared, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new StatementShape([.. declared], null));

    /// <summary>Carries it out, up to its first rows.</summary>
    public abstract ValueTask<StatementResult> RunAsync(Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken);

    /// <summary>The position in the client's text of a place that a fault names.</summary>
    public virtual int? Locate(string? place) => null;
}

/// <summary>What is known of a statement before it runs.</summary>
/// <param name="Parameters">Types of its parameters.</param>
/// <param name="Columns">Its columns; null when it gives no rows.</param>
internal sealed record StatementShape(IReadOnlyList<int> Parameters, IReadOnlyList<PgColumn>? Columns);

/// <summary>How a statement was carried out.</summary>
/// <param name="Tag">What the client is told at its end; a number of rows is added for those that give rows.</param>
internal sealed record StatementResult(string Tag)
{
    /// <summary>Rows that are to be sent.</summary>
    public OpenResult? Rows { get; init; }

    /// <summary>The most rows to be sent; 0 for all.</summary>
    public long Limit { get; init; }

    /// <summary>The rows stay open when they are sent: they are a cursor's.</summary>
    public bool Keep { get; init; }

    /// <summary>Rows go as COPY.</summary>
    public CopyOptions? Copy { get; init; }

    /// <summary>The tag has a number of rows behind it.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>Rows that are made here.</summary>
    public static StatementResult Of(string tag, IRows rows) => new(tag) { Rows = new OpenResult(rows), Counts = false };
}
