using Talentys.Samples.Randomness;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>stores.csv</c>.</summary>
internal static class StoreFile
{
    public static async Task WriteAsync(string folder, Timeline timeline, Tally tally)
    {
        await using var file = new DelimitedWriter(File.Create(Path.Combine(folder, "stores.csv")));
        file.Header("store_id", "name", "city", "country", "opened_on", "latitude", "longitude", "floor_m2", "staff");
        foreach (var store in Store.All)
        {
            var rng = new Rng("store", store.Number);
            var opened = timeline.Start.AddDays(-(store.Years * 365) - rng.Below(300));
            file.Add(store.Id).Add($"Maison Lumen {store.City}").Add(store.City.Split(' ')[0]).Add(store.Country).Add(opened)
                .Add(store.Latitude).Add(store.Longitude).Add(rng.Between(12, 60) * 10).Add(rng.Between(5, 24));
            file.EndRow();
            tally.Row("stores.stores");
        }
    }
}
