using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage.Contexts;

/// <summary>What holds for the columns of all modules.</summary>
internal static class StorageConventions
{
    /// <summary>Longest identifier: <c>Id</c> and columns ending in <c>Id</c>.</summary>
    internal const int IdLength = 200;

    /// <summary>Longest other text in a key or an index. PostgreSQL's index rows hold 2,700 bytes.</summary>
    internal const int KeyLength = 400;

    internal static void Configure(ModelConfigurationBuilder configuration) =>
        configuration.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    /// <summary>Bounds texts in identifiers, keys and indexes that the mapping left unbounded.</summary>
    internal static void Apply(ModelBuilder model)
    {
        var texts = model.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties())
            .Where(property => property.ClrType == typeof(string) && property.GetMaxLength() is null);
        foreach (var text in texts)
        {
            if (text.Name.EndsWith("Id", StringComparison.Ordinal))
            {
                text.SetMaxLength(IdLength);
            }
            else if (text.IsKey() || text.IsForeignKey() || text.IsIndex())
            {
                text.SetMaxLength(KeyLength);
            }
        }
    }
}
