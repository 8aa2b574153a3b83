using MudBlazor;

namespace Talentys.Ui.Shell;

/// <summary>Icons and words of kinds of things.</summary>
internal static class PaletteIcons
{
    public static string Of(string kind) => kind switch
    {
        "table" => Icons.Material.Outlined.TableChart,
        "source" => Icons.Material.Outlined.Input,
        "model" => Icons.Material.Outlined.AccountTree,
        "run" => Icons.Material.Outlined.PlayCircle,
        _ => Icons.Material.Outlined.Article,
    };

    public static string Word(string kind) => kind switch
    {
        "table" => "Table",
        "source" => "Source",
        "model" => "Model",
        "run" => "Run",
        _ => "Page",
    };
}
