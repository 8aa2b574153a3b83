namespace Talentys.Governance.Tests.Bypass;

/// <summary>A way by which statements reach the platform. Another protocol is another implementation, in <see cref="Surfaces"/>.</summary>
public interface ISurface
{
    /// <summary>Name, for messages.</summary>
    string Name { get; }

    /// <summary>Everything that a principal is told in answer to a statement: names, rows, errors.</summary>
    Task<Told> AskAsync(PolicyServer server, string who, string sql, IReadOnlyList<object> parameters);
}

/// <summary>What was told.</summary>
/// <param name="Bytes">All of it, as it came.</param>
/// <param name="Rows">The rows as JSON, where the surface gives them so.</param>
/// <param name="Count">The number of rows, where the surface tells it.</param>
public sealed record Told(byte[] Bytes, string? Rows, int? Count = null);
