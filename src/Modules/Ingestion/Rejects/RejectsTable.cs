using Talentys.DuckDb.Public;
using Talentys.Ingestion.Loads;
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

    private const string Nothing =
        "(select null::varchar as \"File\", null::bigint as \"Line\", null::varchar as \"Reason\", null::varchar as \"Raw\") where false";

    public static TableName Of(TableName table) => new(Schema, $"{table.Schema}__{table.Name}");

    /// <summary>Keeps what a load rejected. What a whole load of a table rejected takes the place of what the one before did.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="table">The table that was loaded.</param>
    /// <param name="origin">The run, and who asked for it.</param>
    /// <param name="commitId">Identifies the load across retries.</param>
    /// <param name="rejects">What was rejected.</param>
    /// <param name="kept">How it is kept.</param>
    /// <param name="connection">Where it is written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task KeepAsync(
        Scope scope, TableName table, LoadOrigin origin, string commitId, RejectFile rejects, Kept kept, DuckConnection connection,
        CancellationToken cancellationToken)
    {
        if (rejects.Count == 0 && !(kept == Kept.InPlace && await lake.FindAsync(scope, Of(table), TableAt.Current, cancellationToken) is { Version.Rows: > 0 }))
        {
            return;
        }

        rejects.Flush();
        var select = $"select {SqlText.Literal(origin.RunId)} as run_id, \"File\" as file, \"Line\" as line, \"Reason\" as reason, \"Raw\" as raw "
            + $"from {(rejects.Count == 0 ? Nothing : Records(rejects))}"
            + (kept == Kept.OfFailed ? $" limit {KeptOfFailed}" : "");
        await using var write = await lake.BeginAsync(
            scope, Of(table), kept == Kept.InPlace ? WriteMode.Replace : WriteMode.Append, cancellationToken);
        await write.WriteAsync(connection, select, null, cancellationToken);
        await write.CommitAsync($"{commitId}/rejects", origin.Summary(), cancellationToken);
    }

    private static string Records(RejectFile rejects) =>
        $"read_json({SqlText.Literal(rejects.Path)}, format='newline_delimited', maximum_object_size=1048576, "
        + "columns={'File': 'VARCHAR', 'Line': 'BIGINT', 'Reason': 'VARCHAR', 'Raw': 'VARCHAR'})";

    /// <summary>How the rejects of a load are kept.</summary>
    internal enum Kept
    {
        /// <summary>Beside those of earlier loads, whose rows are in the table too.</summary>
        Beside,

        /// <summary>In place of those of earlier loads, whose rows are gone too.</summary>
        InPlace,

        /// <summary>The first ones, beside the others: the load was not published.</summary>
        OfFailed,
    }
}
