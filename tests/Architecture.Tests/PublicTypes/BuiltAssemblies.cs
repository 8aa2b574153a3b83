using System.Reflection;
using System.Xml.Linq;
using Talentys.Architecture.Tests.Modules;

namespace Talentys.Architecture.Tests.PublicTypes;

/// <summary>The assemblies of the modules as they were built beside these tests.</summary>
internal static class BuiltAssemblies
{
    /// <summary>The assembly of a module; the host's is named as its program.</summary>
    public static Assembly Of(DeclaredModule module) => Assembly.Load(module.Name == ModuleRules.Host ? "talentys" : $"Talentys.{module.Name}");

    /// <summary>What others can see of it, with its documentation.</summary>
    public static IReadOnlyList<PublicType> PublicTypes(DeclaredModule module)
    {
        var assembly = Of(module);
        var documentation = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        var summaries = documentation.Descendants("member")
            .Where(member => ((string?)member.Attribute("name"))?.StartsWith("T:", StringComparison.Ordinal) == true)
            .ToDictionary(member => ((string)member.Attribute("name")!)[2..], member => member.Element("summary")?.Value);
        return
        [
            .. assembly.GetExportedTypes().Where(type => type.Namespace?.StartsWith("Talentys.", StringComparison.Ordinal) == true && !type.IsNested)
                .Select(type => new PublicType(module.Name, type.Namespace!, type.Name.Split('`')[0], summaries.GetValueOrDefault(type.FullName!))),
        ];
    }
}
