using Talentys.Architecture.Tests.Modules;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.PublicTypes;

public class PublicTypeRulesTests
{
    private static readonly IReadOnlyList<DeclaredModule> Declared = ModulesFile.Read();

    // Foundation and Contracts are libraries: being used by others is their purpose. The host is used by nobody.
    [Fact]
    public void Modules_show_only_their_module_their_options_and_what_is_in_Public() =>
        Rule.Holds(PublicTypeRules.Places(
            Declared.Where(module => module.Path.StartsWith("src/Modules/", StringComparison.Ordinal)).SelectMany(BuiltAssemblies.PublicTypes)));

    // Of the page most types are components, which the framework makes public; nobody refers to it.
    [Fact]
    public void Every_public_type_says_what_it_is() =>
        Rule.Holds(PublicTypeRules.Summaries(
            Declared.Where(module => module.Name is not (ModuleRules.Host or ModuleRules.Ui)).SelectMany(BuiltAssemblies.PublicTypes)));

    [Fact]
    public void The_types_of_built_assemblies_are_seen() =>
        Assert.Contains(
            BuiltAssemblies.PublicTypes(Declared.Single(module => module.Name == "Kernel")),
            type => type is { Name: "Fault", Namespace: "Talentys.Kernel", Summary.Length: > 0 });

    [Fact]
    public void Planted_a_public_type_outside_of_Public() =>
        Assert.Equal(
            ["Talentys.Sales.Orders.Order is public", "Talentys.Sales.LakeModule is public"],
            PublicTypeRules.Places(
            [
                new PublicType("Sales", "Talentys.Sales.Orders", "Order", ""),
                new PublicType("Sales", "Talentys.Sales", "LakeModule", ""),
                new PublicType("Sales", "Talentys.Sales", "SalesModule", ""),
                new PublicType("Sales", "Talentys.Sales", "SalesOptions", ""),
                new PublicType("Sales", "Talentys.Sales.Public", "ISales", ""),
                new PublicType("Sales", "Talentys.Sales.Public.Orders", "Order", ""),
            ]));

    [Fact]
    public void Planted_a_public_type_without_a_summary() =>
        Assert.Equal(
            ["Talentys.Sales.Public.ISales has no summary"],
            PublicTypeRules.Summaries(
            [
                new PublicType("Sales", "Talentys.Sales.Public", "ISales", "  "),
                new PublicType("Sales", "Talentys.Sales.Public", "IStock", "Stock of a store."),
            ]));
}
