using System.Globalization;
using Talentys.Kernel;

namespace Talentys.Projects.Resources;

/// <summary>Orders faults by file, line and column.</summary>
internal static class FaultOrder
{
    internal static IComparer<Fault> ByPlace { get; } = Comparer<Fault>.Create((left, right) =>
    {
        var (a, b) = (Split(left.Place ?? ""), Split(right.Place ?? ""));
        var order = string.CompareOrdinal(a.Path, b.Path);
        order = order != 0 ? order : a.Line.CompareTo(b.Line);
        order = order != 0 ? order : a.Column.CompareTo(b.Column);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    });

    private static (string Path, int Line, int Column) Split(string place)
    {
        var parts = place.Split(':');
        return parts.Length >= 3 && Number(parts[^2]) is { } line && Number(parts[^1]) is { } column
            ? (string.Join(':', parts[..^2]), line, column)
            : (place, 0, 0);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
