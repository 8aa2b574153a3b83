using System.Text.Json.Serialization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Wire;

/// <summary>What the parent writes to the child's standard input, on one line; see README.md.</summary>
internal sealed record ChildOrders(string Socket, string Token, EngineOptions Options);

/// <summary>A statement with the token that opens the socket.</summary>
internal sealed record StatementMessage
{
    public required string Token { get; init; }

    public required string Sql { get; init; }

    public string? World { get; init; }

    public IReadOnlyList<WorldView> Views { get; init; } = [];

    public IReadOnlyList<WireValue> Parameters { get; init; } = [];

    public IReadOnlyDictionary<string, WireValue> NamedParameters { get; init; } = new Dictionary<string, WireValue>();

    public TimeSpan? Timeout { get; init; }

    public bool Describe { get; init; }

    public bool IsLight { get; init; }

    public static StatementMessage Of(string token, EngineStatement statement) => new()
    {
        Token = token,
        Sql = statement.Sql,
        World = statement.World,
        Views = statement.Views,
        Parameters = [.. statement.Parameters.Select(WireValue.Of)],
        NamedParameters = statement.NamedParameters.ToDictionary(pair => pair.Key, pair => WireValue.Of(pair.Value)),
        Timeout = statement.Timeout,
        Describe = statement.Describe,
        IsLight = statement.IsLight,
    };

    public EngineStatement ToStatement() => new()
    {
        Sql = Sql,
        World = World,
        Views = Views,
        Parameters = [.. Parameters.Select(value => value.ToObject())],
        NamedParameters = NamedParameters.ToDictionary(pair => pair.Key, pair => pair.Value.ToObject()),
        Timeout = Timeout,
        Describe = Describe,
        IsLight = IsLight,
    };
}

/// <summary>How starting, or the whole statement, went: no faults and not cancelled is well.</summary>
internal sealed record OutcomeMessage(IReadOnlyList<Fault>? Faults = null, bool Cancelled = false)
{
    /// <summary>Throws what went wrong.</summary>
    public void ThrowIfFailed(CancellationToken cancellationToken)
    {
        if (Faults is { Count: > 0 })
        {
            throw new FaultException(Faults);
        }

        if (Cancelled)
        {
            throw new OperationCanceledException("The statement was cancelled.", cancellationToken);
        }
    }
}

/// <summary>Knows the messages without reflection, so that a child starts quickly.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChildOrders))]
[JsonSerializable(typeof(StatementMessage))]
[JsonSerializable(typeof(OutcomeMessage))]
internal sealed partial class WireJson : JsonSerializerContext;
