using Microsoft.EntityFrameworkCore;
using Talentys.Runs.Queue;

namespace Talentys.Runs.Feed;

/// <summary>Which runs a list shows.</summary>
/// <param name="Kind">Only this kind; null for all.</param>
/// <param name="State">Only this state, as it is told; null for all.</param>
/// <param name="Search">Only runs whose title holds this text, in any case, or whose identifier it is; null or empty for all.</param>
/// <param name="About">Only runs with a step of this name or below it (<c>shop</c>: <c>shop.orders</c>), or whose title has it as a word; null or empty for all.</param>
internal sealed record RunFilter(string? Kind, string? State, string? Search, string? About = null)
{
    private const string Escape = "\\";

    public IQueryable<RunRow> Of(IQueryable<RunRow> runs, IQueryable<StepRow> steps, DateTimeOffset now)
    {
        if (Kind is not null)
        {
            runs = runs.Where(run => run.Kind == Kind);
        }

        if (State is not null)
        {
            runs = State switch
            {
                RunState.Interrupted => runs.Where(run => run.State == RunState.Running && run.LeaseUntil < now),
                RunState.Running => runs.Where(run => run.State == RunState.Running && run.LeaseUntil >= now),
                _ => runs.Where(run => run.State == State),
            };
        }

        if (!string.IsNullOrWhiteSpace(About))
        {
            var about = About.Trim();
            var below = about + ".";
            var (word, beginning) = ($" {about} ", $" {below}");

            // a run that ended before its first step is told by its title alone: "Sync erp, shop.orders"
            runs = runs.Where(run => steps.Any(step => step.RunId == run.Id && (step.Name == about || step.Name.StartsWith(below)))
                || (" " + run.Title.Replace(",", " ") + " ").Contains(word) || (" " + run.Title).Contains(beginning));
        }

        if (string.IsNullOrWhiteSpace(Search))
        {
            return runs;
        }

        var wanted = Search.Trim();
        var pattern = $"%{Literal(wanted)}%";
        var upper = pattern.ToUpperInvariant();

        // SQLite compares ASCII letters without their case and knows no other capitals; PostgreSQL knows them all
        return runs.Where(run => run.Id == wanted
            || EF.Functions.Like(run.Title, pattern, Escape) || EF.Functions.Like(DatabaseText.Upper(run.Title), upper, Escape));
    }

    // signs that stand for others in LIKE stand for themselves
    private static string Literal(string text) => text
        .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
        .Replace("%", Escape + "%", StringComparison.Ordinal)
        .Replace("_", Escape + "_", StringComparison.Ordinal);
}
