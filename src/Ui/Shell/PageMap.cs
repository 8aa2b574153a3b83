using MudBlazor;

namespace Talentys.Ui.Shell;

/// <summary>The pages, as the rail and the search box list them.</summary>
public static class PageMap
{
    /// <summary>All pages in the order of the rail.</summary>
    public static IReadOnlyList<PageEntry> All { get; } =
    [
        new("Home", "", Icons.Material.Outlined.Home, 'h', "reader"),
        new("SQL", "sql", Icons.Material.Outlined.Terminal, 'q', "reader"),
        new("Catalog", "catalog", Icons.Material.Outlined.TableChart, 'c', "reader"),
        new("Sources", "sources", Icons.Material.Outlined.Input, 's', "reader"),
        new("Models", "models", Icons.Material.Outlined.AccountTree, 'd', "reader"),
        new("Runs", "runs", Icons.Material.Outlined.PlayCircle, 'r', "reader"),
        new("People", "admin/people", Icons.Material.Outlined.People, 'p', "administrator"),
        new("Health", "admin/health", Icons.Material.Outlined.MonitorHeart, 'm', "administrator"),
    ];
}

/// <summary>A page of the rail.</summary>
/// <param name="Title">Its name in English.</param>
/// <param name="Href">Its address.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Key">The letter after <c>g</c> that goes there.</param>
/// <param name="Role">The role it is for.</param>
public sealed record PageEntry(string Title, string Href, string Icon, char Key, string Role);
