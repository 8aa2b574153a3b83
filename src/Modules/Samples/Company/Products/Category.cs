namespace Talentys.Samples.Company;

/// <summary>A category: what it is made of, what it costs in cents and how many in a hundred come back from a store.</summary>
internal sealed record Category(string Code, string Name, IReadOnlyList<string> Kinds, int FromCents, int ToCents, double ReturnPercent)
{
    public static IReadOnlyList<Category> All { get; } =
    [
        new("LIG", "Luminaires", ["Lampe à poser", "Suspension", "Applique", "Lampadaire", "Guirlande"], 2900, 34900, 5),
        new("TEX", "Linge de maison", ["Housse de couette", "Plaid", "Coussin", "Rideau", "Nappe"], 1500, 14900, 9),
        new("TAB", "Arts de la table", ["Assiette", "Bol", "Carafe", "Coffret de verres", "Saladier"], 900, 8900, 4),
        new("FUR", "Mobilier", ["Table basse", "Chaise", "Étagère", "Fauteuil", "Console"], 6900, 129000, 12),
        new("DEC", "Décoration", ["Vase", "Miroir", "Cadre", "Panier", "Horloge"], 1200, 18900, 6),
        new("SCE", "Bougies & senteurs", ["Bougie", "Diffuseur", "Brume d’oreiller", "Encens", "Savon"], 800, 5900, 1.5),
        new("CUI", "Cuisine", ["Cocotte", "Planche", "Bocal", "Tablier", "Théière"], 1100, 15900, 3),
        new("JAR", "Jardin", ["Chaise longue", "Photophore", "Pot", "Parasol", "Brasero"], 1900, 39900, 7),
    ];
}
