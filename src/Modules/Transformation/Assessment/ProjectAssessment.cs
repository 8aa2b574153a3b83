using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Analysis;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Assessment;

/// <summary>Looks at one project: renders each model without a lake, and binds what comes of it against what is known of the models above.</summary>
internal sealed class ProjectAssessment(string root, string folder, IReadOnlyList<string> others, string? vars, SqlBinder binder, TimeProvider clock)
{
    /// <summary>Faults of references that a package which is not there may be the cause of.</summary>
    private static readonly HashSet<string> OfPackages = ["dbt.ref_missing", "dbt.ref_disabled", "dbt.source_missing", "dbt.test_unknown"];

    private readonly ReadingNotes notes = new();

    /// <summary>What templates call something of and nobody has: packages that are not there, and those that these would have brought.</summary>
    private IReadOnlyList<string> spaces = [];

    public async Task<AssessedProject> ReadAsync(CancellationToken cancellationToken)
    {
        var shown = Path.GetRelativePath(root, folder).Replace('\\', '/');
        DbtProject project;
        BuildPlan plan;
        var assumed = true;
        try
        {
            (project, assumed) = Read(cancellationToken);
            plan = new BuildPlan(project, new BuildRequest("run"));
        }
        catch (FaultException failure)
        {
            return new AssessedProject("", shown, "", assumed, [], [], failure.Faults, []);
        }

        var models = new Dictionary<string, AssessedModel>(StringComparer.Ordinal);
        spaces = notes.Missing.Count == 0 ? [] : [.. Missing.Union(CalledSpaces.Of(project, cancellationToken))];
        var reader = new LooseReader(plan, binder, KnownRelations.Assumed(plan)) { LeavesEphemerals = true };
        foreach (var node in LooseReader.InOrder(plan))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var findings = await FindingsAsync(reader, plan, node, cancellationToken);
            var waits = node.DependsOn.Where(id => models.TryGetValue(id, out var above) && (above.Verdict != AssessedVerdict.Runs || above.WaitsFor.Count > 0)).ToList();
            models[node.UniqueId] = new AssessedModel(
                node, findings.Count == 0 ? AssessedVerdict.Runs : findings.Max(finding => finding.Verdict), findings, [.. waits.SelectMany(id => models[id].Verdict == AssessedVerdict.Runs ? models[id].WaitsFor : [id]).Distinct()]);
        }

        // a package that is a project of the repository itself is told there
        var own = project.Packages.Where((package, i) => i == 0 || !others.Contains(Path.TrimEndingDirectorySeparator(Path.GetFullPath(package.Folder)))).Select(package => package.Name).ToHashSet(StringComparer.Ordinal);
        return new AssessedProject(
            project.Name, shown, project.Target.Text("name") ?? "", assumed, [.. notes.Missing.Select(package => package.Name ?? package.Value)], [.. notes.Environment.Keys.Order(StringComparer.Ordinal)],
            [.. notes.Others.Concat(project.Nodes.Where(node => node.ResourceType is not ("model" or "snapshot")).SelectMany(node => notes.Of(node.Draft))).Where(fault => !MayBeOfPackage(fault)).Distinct().OrderBy(fault => fault.Place, StringComparer.Ordinal)], [.. models.Values.Where(model => own.Contains(model.Node.Package)).OrderBy(model => model.Node.UniqueId, StringComparer.Ordinal)]);
    }

    /// <summary>The names that packages which are not there have, or most likely have.</summary>
    private List<string> Missing => [.. notes.Missing.SelectMany(package => package.Name is { } name ? [name] : Guessed(Path.GetFileNameWithoutExtension(package.Value.TrimEnd('/')).Replace('-', '_'))).Distinct()];

    private static string[] Guessed(string name) => name.StartsWith("dbt_", StringComparison.Ordinal) ? [name, name[4..]] : [name];

    private (DbtProject Project, bool TargetIsAssumed) Read(CancellationToken cancellationToken)
    {
        var order = new DbtOrder(folder) { TrustsProject = true, Vars = vars, Clock = clock, Notes = notes };
        var reader = new ProjectReader(order, cancellationToken);
        try
        {
            return (DbtProject.Read(order, cancellationToken), reader.ProfilesFile is null);
        }
        catch (FaultException failure) when (failure.Fault.Place?.StartsWith("profiles.yml", StringComparison.Ordinal) == true)
        {
            // a profile that cannot be read is nothing to what is built on the lake
            return (DbtProject.Read(order with { Profile = "" }, cancellationToken), true);
        }
    }

    private async Task<IReadOnlyList<AssessedFinding>> FindingsAsync(LooseReader reader, BuildPlan plan, DbtNode node, CancellationToken cancellationToken)
    {
        var read = notes.Of(node.Draft);
        if (read.Count > 0)
        {
            return [.. read.Select(fault => OfReading(fault, node))];
        }

        var kind = node.Draft.Config.Text("materialized") ?? "view";
        if (kind != "ephemeral" && plan.Project.Context.Macros.Materialization(kind, plan.Project.Flags.KeepsMaterializations) is null)
        {
            return [new AssessedFinding(Missing.Count > 0 ? AssessedVerdict.Unknown : AssessedVerdict.Cannot, $"materialization {kind}", $"There is no materialization {kind}.", node.File, "Write view, table, incremental or ephemeral.", [])];
        }

        var uses = new List<string>();
        var reading = await reader.ReadAndKeepAsync(node, names => NameMissing(names, uses), cancellationToken);
        if (uses.Count > 0)
        {
            return [.. uses.Distinct().Select(name => OfPackage(name, $"Its template calls macros of {name}.", node.File))];
        }

        var findings = reading.Binding is { } binding ? SqlFindings.Of(binding, node, reading.Sql).ToList() : [.. reading.Faults.Select(fault => OfReading(fault, node))];
        // what the answer would have changed may be at fault, but not what is of another warehouse by its name
        return reading.Asked is { } asked ? [.. findings.Where(finding => finding.Warehouses.Count > 0), Asks(asked, node)] : findings;
    }

    private static AssessedFinding Asks(string what, DbtNode node) => new(
        AssessedVerdict.Unknown, "the template asks the warehouse", $"Its template asks the warehouse for {what}: what comes of it is known in a build.", node.File, null, []);

    /// <summary>A fault of reading; one that a package which is not there may be the cause of says so.</summary>
    private AssessedFinding OfReading(Fault fault, DbtNode node)
    {
        if (fault.Code == "dbt.python_model")
        {
            return new AssessedFinding(AssessedVerdict.Cannot, "a model in Python", fault.Message, fault.Place, fault.Mend, []);
        }

        return MayBeOfPackage(fault) || (fault.Code == "dbt.template_failed" && spaces.Any(name => node.RawCode?.Contains(name + ".", StringComparison.Ordinal) == true))
            ? OfPackage(Missing.FirstOrDefault(name => fault.Message.Contains(name, StringComparison.Ordinal)) ?? (Missing.Count == 1 ? Missing[0] : null), fault.Message, fault.Place)
            : new AssessedFinding(AssessedVerdict.Mend, Cause(fault), fault.Message, fault.Place, fault.Mend, []);
    }

    /// <summary>Whether a package that is not there may be the cause.</summary>
    private bool MayBeOfPackage(Fault fault) => Missing.Count > 0
        && (OfPackages.Contains(fault.Code) || fault.Message.Contains("is undefined", StringComparison.Ordinal) || fault.Message.Contains("No macro named", StringComparison.Ordinal) || Missing.Any(name => fault.Message.Contains($"'{name}'", StringComparison.Ordinal)));

    private static AssessedFinding OfPackage(string? name, string message, string? place) => new(
        AssessedVerdict.Unknown, name is null ? "packages that are not installed" : $"package {name} is not installed", message, place, $"Install {(name is null ? "the packages" : $"the package {name}")}, then assess again.", []);

    /// <summary>Names of packages that are not there: a template that asks for something of them ends.</summary>
    private void NameMissing(JinjaNames names, List<string> uses)
    {
        foreach (var name in spaces.Where(name => !names.TryGetValue(name, out _)))
        {
            names[name] = new MissingPackage(name, uses);
        }
    }

    private static string Cause(Fault fault) => fault.Code switch
    {
        "dbt.sql_empty" => "an empty statement",
        "dbt.template_failed" => "its template fails",
        "dbt.ref_missing" => "a reference to a model that does not exist",
        "dbt.ref_disabled" => "a reference to a disabled model",
        "dbt.source_missing" => "a source that is not declared",
        "dbt.circle" => "models that need each other in a circle",
        var code => code["dbt.".Length..].Replace('_', ' '),
    };

    private sealed class MissingPackage(string name, List<string> uses) : IJinjaObject
    {
        public string TypeName => "package";

        public bool TryGet(string attribute, out object? value)
        {
            uses.Add(name);
            throw new JinjaException("PackageMissing", $"{name}.{attribute} is of a package that is not installed");
        }
    }
}
