using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Transformation.Builds;

/// <summary>What is done again after a build that did not go well: by its <c>run_results.json</c>.</summary>
/// <param name="Request">How it was asked for.</param>
/// <param name="Nodes">Ids of what failed or was not reached.</param>
internal sealed record Retry(BuildRequest Request, IReadOnlySet<string> Nodes)
{
    /// <summary>The command of that name.</summary>
    public const string Command = "retry";

    /// <summary>How the request stands in the file: dbt's names, as far as they are the same.</summary>
    public static JsonSerializerOptions Form { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads what the last build left.</summary>
    /// <exception cref="FaultException">There was none, or its file cannot be read.</exception>
    public static async Task<Retry> ReadAsync(string project, CancellationToken cancellationToken)
    {
        var shown = Path.Combine("target", "run_results.json");
        var path = Path.Combine(project, shown);
        if (!File.Exists(path))
        {
            throw new FaultException(Fault.Invalid("dbt.nothing_to_retry", "No build has left results here.", shown, "Run talentys build first."));
        }

        try
        {
            using var read = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
            var nodes = read.RootElement.GetProperty("results").EnumerateArray()
                .Where(result => result.GetProperty("status").GetString() is not ("success" or "pass" or "warn"))
                .Select(result => result.GetProperty("unique_id").GetString()!).ToHashSet(StringComparer.Ordinal);
            return new Retry(read.RootElement.GetProperty("args").Deserialize<BuildRequest>(Form)!, nodes);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FaultException(Fault.Invalid("dbt.results_unreadable", "The results of the last build cannot be read.", shown, "Run the build again instead."), failure);
        }
    }
}
