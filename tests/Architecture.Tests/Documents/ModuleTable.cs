using System.Text;
using Talentys.Architecture.Tests.Modules;

namespace Talentys.Architecture.Tests.Documents;

/// <summary>The table of modules as Markdown.</summary>
internal static class ModuleTable
{
    /// <summary>One line for each module, lowest tier first.</summary>
    public static string Render(IEnumerable<DeclaredModule> modules)
    {
        var table = new StringBuilder("| tier | module | owns | what it does | uses |\n|---|---|---|---|---|\n");
        foreach (var module in modules.OrderBy(module => module.Tier))
        {
            var uses = module.Name == ModuleRules.Host ? "all" : string.Join(", ", module.Uses);
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {module.Tier} | [{module.Name}]({module.Path}) | {module.Owns} | {module.Summary} | {uses} |\n");
        }

        return table.ToString();
    }
}
