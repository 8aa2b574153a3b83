using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Modules;

public class ModuleRulesTests
{
    private static readonly IReadOnlyList<DeclaredModule> Declared = ModulesFile.Read();
    private static readonly IReadOnlyList<ModuleProject> Real = ProjectsOnDisk.Read();

    [Fact]
    public void Every_project_is_declared_and_every_declaration_has_a_project() => Rule.Holds(ModuleRules.Existence(Declared, Real));

    [Fact]
    public void References_are_those_declared() => Rule.Holds(ModuleRules.References(Declared, Real));

    [Fact]
    public void References_point_to_lower_tiers() => Rule.Holds(ModuleRules.Tiers(Declared));

    [Fact]
    public void Only_the_host_refers_to_all_modules() => Rule.Holds(ModuleRules.Composition(Real));

    [Fact]
    public void Projects_are_found_on_disk_with_their_patterns_expanded()
    {
        var host = Assert.Single(Real, project => project.Name == "Host");
        Assert.Contains("Kernel", host.References);
        Assert.Contains("Lake", host.References);
    }

    [Fact]
    public void Planted_a_project_nobody_declared() =>
        Assert.Equal(["src/Modules/Sales is not declared"], ModuleRules.Existence([], [Project("Sales")]));

    [Fact]
    public void Planted_a_declaration_without_project_and_one_in_another_place() =>
        Assert.Equal(
            ["Sales is declared but has no project", "Stock is declared in src/Modules/Stock and lives in src/Other/Stock"],
            ModuleRules.Existence([Declaration("Sales", 1), Declaration("Stock", 1)], [Project("Stock") with { Path = "src/Other/Stock" }]));

    [Fact]
    public void Planted_an_undeclared_reference_and_a_declared_one_that_is_gone() =>
        Assert.Equal(
            ["Sales refers to Stock, which it does not declare", "Sales declares Lake, to which it does not refer"],
            ModuleRules.References([Declaration("Sales", 3, "Lake")], [Project("Sales", "Stock")]));

    [Fact]
    public void Planted_references_upwards_and_sideways() =>
        Assert.Equal(
            ["Low (tier 1) uses High (tier 2)", "High (tier 2) uses Peer (tier 2)", "Web (tier 0) uses Storage (tier 0)"],
            ModuleRules.Tiers(
            [
                Declaration("Low", 1, "High"), Declaration("High", 2, "Peer"), Declaration("Peer", 2),
                Declaration("Kernel", 0), Declaration("Storage", 0, "Kernel"), Declaration("Web", 0, "Kernel", "Storage"),
            ]));

    [Fact]
    public void Planted_a_second_composition_root_a_forgetful_host_and_contracts_with_a_reference() =>
        Assert.Equal(
            ["Host does not refer to B", "C refers to all modules", "D refers to the host", "Contracts has references or packages", "Ui refers to more than Contracts"],
            ModuleRules.Composition(
            [
                Project("A"), Project("B"),
                new ModuleProject("Host", "src/Host", ["A"], []),
                new ModuleProject("C", "src/C", ["A", "B"], []),
                new ModuleProject("D", "src/D", ["Host"], []),
                new ModuleProject("Contracts", "src/Contracts", [], ["Some.Package"]),
                new ModuleProject("Ui", "src/Ui", ["Contracts", "Kernel"], []),
            ]));

    private static DeclaredModule Declaration(string name, int tier, params string[] uses) =>
        new(name, tier, $"src/Modules/{name}", uses, "", "");

    private static ModuleProject Project(string name, params string[] references) =>
        new(name, $"src/Modules/{name}", references, []);
}
