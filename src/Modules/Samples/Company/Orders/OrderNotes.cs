using Talentys.Samples.Randomness;

namespace Talentys.Samples.Company;

/// <summary>What customers write on orders: commas, quotes, line feeds and many scripts.</summary>
internal static class OrderNotes
{
    private static readonly string[] Notes =
    [
        "Please ring twice, the bell is broken",
        "Gift: write \"Happy birthday, Léa!\" on the card",
        "Leave with the neighbour,\n2nd floor, left",
        "Livrer après 18 h, merci",
        "Bitte \"nicht\" beim Nachbarn abgeben",
        "プレゼント用に包んでください。",
        "경비실에 맡겨 주세요",
        "من فضلك اتصل قبل التوصيل",
        "Allergic to strong scents; no samples, please",
        "Code 12B4, puis \"Martin\"\nMerci !",
    ];

    public static string? Draw(Rng rng) => rng.Chance(0.02) ? rng.Pick(Notes) : null;
}
