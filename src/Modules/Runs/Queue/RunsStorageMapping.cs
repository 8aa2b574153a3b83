using Microsoft.EntityFrameworkCore;
using Talentys.Runs.Log;
using Talentys.Storage;

namespace Talentys.Runs.Queue;

/// <summary>Maps the tables of runs, their steps and their logs.</summary>
internal sealed class RunsStorageMapping : IStorageMapping
{
    public void Map(ModelBuilder model)
    {
        model.HasDbFunction(typeof(DatabaseText).GetMethod(nameof(DatabaseText.Upper), [typeof(string)])!).HasName("upper").IsBuiltIn();
        model.Entity<RunRow>(run =>
        {
            run.ToTable("runs_runs");
            run.HasKey(x => x.Id);
            run.HasIndex(x => x.UnfinishedKey).IsUnique();
            run.HasIndex(x => new { x.State, x.CreatedAt });
            run.HasIndex(x => new { x.Organisation, x.Id });
        });
        model.Entity<StepRow>(step =>
        {
            step.ToTable("runs_steps");
            step.HasKey(x => new { x.RunId, x.Name });
        });
        model.Entity<LogRow>(line =>
        {
            line.ToTable("runs_log");
            line.HasKey(x => new { x.RunId, x.Number });
        });
    }
}
