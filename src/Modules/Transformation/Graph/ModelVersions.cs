using System.Globalization;

namespace Talentys.Transformation.Graph;

/// <summary>The order of versions of a model: by their numbers, or as texts where one is no number.</summary>
internal sealed class ModelVersions : IComparer<string?>
{
    public static ModelVersions Order { get; } = new();

    /// <summary>The latest one: the one that is told, else the greatest.</summary>
    public static string? Latest(string? told, IEnumerable<string?> versions) => told ?? versions.OfType<string>().Max(Order);

    /// <inheritdoc/>
    public int Compare(string? x, string? y) => Number(x) is { } one && Number(y) is { } other ? one.CompareTo(other) : string.CompareOrdinal(x, y);

    private static decimal? Number(string? version) => decimal.TryParse(version, CultureInfo.InvariantCulture, out var number) ? number : null;
}
