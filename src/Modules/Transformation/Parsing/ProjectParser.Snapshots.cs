using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>Snapshots: blocks in files of SQL, or a relation that a property file names.</summary>
internal sealed partial class ProjectParser
{
    private static readonly string[] HardDeletes = ["ignore", "invalidate", "new_record"];

    /// <summary>A file of snapshots holds one or several, each in a block; all else is one.</summary>
    private List<Draft> Snapshots(Draft file, PropertyFiles properties)
    {
        if (file.Type != "snapshot")
        {
            return [file];
        }

        var found = new List<Draft>();
        var template = environment.Parse(file.Code!, file.File);
        foreach (var macro in template.Macros.Where(name => name.StartsWith("snapshot_", StringComparison.Ordinal)))
        {
            var name = macro["snapshot_".Length..];
            var draft = new Draft(file.Package, "snapshot", name, file.File, [.. file.Fqn, name]) { Code = file.Code };
            Configure(draft, properties);
            var run = new JinjaRun(environment, cancellation);
            var names = context.Names(run, draft.Package, draft);
            environment.Parse("{{ " + macro + "() }}", file.File).Render(run, new Also(names, macro, template.Macro(run, macro, names)));
            Complete(draft);
            found.Add(draft);
        }

        return found;
    }

    /// <summary>The snapshots of property files: their rows are those of a relation.</summary>
    private List<Draft> DeclaredSnapshots(PropertyFiles properties)
    {
        var found = new List<Draft>();
        foreach (var (package, file, name, relation, folders) in properties.Snapshots)
        {
            found.AddRange(Guarded(file, () => Kept(("snapshot", package.Name, name), [file, properties.Written(package.Name, "snapshot", name)], () =>
            {
                var draft = new Draft(package, "snapshot", name, file, [package.Name, .. folders, name]) { Code = "select * from {{ " + relation + " }}" };
                Configure(draft, properties);
                Render(draft, environment.Parse(draft.Code, file));
                Complete(draft);
                return [draft];
            })) ?? []);
        }

        return found;
    }

    private void Complete(Draft draft)
    {
        Finish(draft);
        if (draft.IsEnabled && Missing(draft.Config) is var (what, mend))
        {
            throw new FaultException(Fault.Invalid("dbt.snapshot_invalid", $"The snapshot {draft.Name} {what}.", draft.File, mend));
        }
    }

    private static (string What, string Mend)? Missing(PyDict config)
    {
        var strategy = config.Text("strategy");
        return strategy is null ? ("has no strategy", "Set strategy: timestamp, with updated_at, or strategy: check, with check_cols.")
            : config.Get("unique_key") is null ? ("has no unique_key", "Name the column, or the list of columns, that tells its rows apart.")
            : strategy == "timestamp" && config.Get("updated_at") is null ? ("has the strategy timestamp and no updated_at", "Name the column that says when a row was changed.")
            : strategy == "check" && config.Get("check_cols") is not ("all" or PyList { Count: > 0 }) ? ("has the strategy check and no check_cols", "Write check_cols: all, or a list of columns.")
            : config.Get("hard_deletes") is { } hard && !HardDeletes.Contains(hard) ? ($"has hard_deletes: {hard}", "Write ignore, invalidate or new_record.")
            : config.Get("hard_deletes") is not null && config.Get("invalidate_hard_deletes") is not null ? ("has hard_deletes and invalidate_hard_deletes", "Keep hard_deletes alone.")
            : null;
    }
}
