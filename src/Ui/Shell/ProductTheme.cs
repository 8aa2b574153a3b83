using MudBlazor;

namespace Talentys.Ui.Shell;

/// <summary>MudBlazor's theme, in the words of <c>wwwroot/css/tokens.css</c>: same colours, no elevation, system fonts.</summary>
internal static class ProductTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0066CC",
            Secondary = "#003D7A",
            Background = "#FFFFFF",
            Surface = "#FFFFFF",
            TextPrimary = "#1B2430",
            TextSecondary = "#556070",
            ActionDefault = "#556070",
            Divider = "#E3E7ED",
            LinesInputs = "#8A94A3",
            LinesDefault = "#E3E7ED",
            Error = "#B3261E",
            Warning = "#8A5300",
            Success = "#1B6E3C",
            Info = "#0066CC",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#6CB2FF",
            PrimaryContrastText = "#06192E",
            Secondary = "#9CC8FF",
            Background = "#11161D",
            Surface = "#181F29",
            TextPrimary = "#E8EDF4",
            TextSecondary = "#A7B2C1",
            ActionDefault = "#A7B2C1",
            Divider = "#2A3441",
            LinesInputs = "#7A8798",
            LinesDefault = "#2A3441",
            Error = "#FF8A80",
            ErrorContrastText = "#06192E",
            Warning = "#F0B35A",
            Success = "#6FCF97",
            Info = "#6CB2FF",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "1.125rem", FontWeight = "600", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.9375rem", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal" },
        },
        Shadows = new Shadow { Elevation = Elevations() },
    };

    // no shadow but below what floats: menus and dialogs
    private static string[] Elevations()
    {
        var shadows = Enumerable.Repeat("none", 26).ToArray();
        for (var height = 8; height < shadows.Length; height++)
        {
            shadows[height] = "0 8px 28px rgba(10, 25, 47, .18)";
        }

        return shadows;
    }
}
