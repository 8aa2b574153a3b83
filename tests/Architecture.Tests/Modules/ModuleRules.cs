namespace Talentys.Architecture.Tests.Modules;

/// <summary>Rule 1 and the second half of rule 3: the declared graph is the real one, and it points down.</summary>
internal static class ModuleRules
{
    internal const string Host = "Host";
    internal const string Ui = "Ui";
    internal const string Contracts = "Contracts";

    /// <summary>Projects and declarations that have no counterpart or another place.</summary>
    public static IEnumerable<string> Existence(IReadOnlyList<DeclaredModule> declared, IReadOnlyList<ModuleProject> real)
    {
        foreach (var project in real.Where(project => declared.All(module => module.Name != project.Name)))
        {
            yield return $"{project.Path} is not declared";
        }

        foreach (var module in declared)
        {
            var project = real.FirstOrDefault(project => project.Name == module.Name);
            if (project is null)
            {
                yield return $"{module.Name} is declared but has no project";
            }
            else if (project.Path != module.Path)
            {
                yield return $"{module.Name} is declared in {module.Path} and lives in {project.Path}";
            }
        }
    }

    /// <summary>References that are not declared, and declared uses that are not references.</summary>
    public static IEnumerable<string> References(IReadOnlyList<DeclaredModule> declared, IReadOnlyList<ModuleProject> real) =>
        from module in declared
        join project in real on module.Name equals project.Name
        from fault in project.References.Except(module.Uses).Select(name => $"{module.Name} refers to {name}, which it does not declare")
            .Concat(module.Uses.Except(project.References).Select(name => $"{module.Name} declares {name}, to which it does not refer"))
        select fault;

    /// <summary>Uses that do not point to a lower tier. Within tier 0 only a module that uses nothing itself may be used.</summary>
    public static IEnumerable<string> Tiers(IReadOnlyList<DeclaredModule> declared)
    {
        var byName = declared.ToDictionary(module => module.Name);
        foreach (var module in declared)
        {
            foreach (var used in module.Uses.Where(byName.ContainsKey).Select(name => byName[name]))
            {
                var down = used.Tier < module.Tier || (module.Tier == 0 && used.Tier == 0 && used.Uses.Count == 0);
                if (!down)
                {
                    yield return $"{module.Name} (tier {module.Tier}) uses {used.Name} (tier {used.Tier})";
                }
            }
        }
    }

    /// <summary>Only the host knows all modules, and it does know them all; the browser's side knows the contracts alone.</summary>
    public static IEnumerable<string> Composition(IReadOnlyList<ModuleProject> real)
    {
        var modules = real.Where(project => project.Path.StartsWith("src/Modules/", StringComparison.Ordinal)).Select(project => project.Name).ToList();
        foreach (var project in real)
        {
            var missing = modules.Except(project.References).ToList();
            if (project.Name == Host && missing.Count > 0)
            {
                yield return $"Host does not refer to {string.Join(", ", missing)}";
            }
            else if (project.Name != Host && missing.All(name => name == project.Name) && modules.Count > 1)
            {
                yield return $"{project.Name} refers to all modules";
            }

            if (project.Name != Host && project.References.Contains(Host))
            {
                yield return $"{project.Name} refers to the host";
            }

            if (project.Name == Ui && project.References.Any(name => name != Contracts))
            {
                yield return "Ui refers to more than Contracts";
            }

            if (project.Name == Contracts && project.References.Count + project.Packages.Count > 0)
            {
                yield return "Contracts has references or packages";
            }
        }
    }
}
