using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Ingestion.Rejects;

/// <summary>Keeps rejected records in the hidden table of their table, committed before the rows so that a crash loses none.</summary>
internal sealed class RejectsTable(ILake lake)
{
    /// <summary>Hidden schema of the rejects of all tables.</summary>
    public const string Schema = "_rejects";

    /// <summary>How many are kept of a load that was not published.</summary>
    private const int KeptOfFailed = 1000;

    public static TableName Of(TableName table) => new(Schema, $"{table.Schema}__{table.Name}");

    public async Task AppendAsync(
        Scope scope, TableName table, string runId, string commitId, RejectFile rejects, bool failed, DuckConnection connection,
        CancellationToken cancellationToken)
    {
        if (rejects.Count == 0)
        {
            return;
        }

        rejects.Flush();
        var select = $"select {SqlText.Literal(runId)} as run_id, \"File\" as file, \"Line\" as line, \"Reason\" as reason, \"Raw\" as raw "
            + $"from read_json({SqlText.Literal(rejects.Path)}, format='newline_delimited', maximum_object_size=1048576, "
            + "columns={'File': 'VARCHAR', 'Line': 'BIGINT', 'Reason': 'VARCHAR', 'Raw': 'VARCHAR'})"
            + (failed ? $" limit {KeptOfFailed}" : "");
        await using var write = await lake.BeginAsync(scope, Of(table), WriteMode.Append, cancellationToken);
        await write.WriteAsync(connection, select, null, cancellationToken);
        await write.CommitAsync($"{commitId}/rejects", new Dictionary<string, string>(), cancellationToken);
    }
}
