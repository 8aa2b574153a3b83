using System.Text;

namespace Talentys.Lake.Types;

/// <summary>Compares names of columns as the engine does: ASCII letters without regard to case, all else exactly.</summary>
internal sealed class ColumnNames : IEqualityComparer<string>
{
    /// <summary>The one instance.</summary>
    public static ColumnNames Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => x is null || y is null ? ReferenceEquals(x, y) : Fold(x) == Fold(y);

    /// <inheritdoc/>
    public int GetHashCode(string obj) => Fold(obj).GetHashCode(StringComparison.Ordinal);

    private static string Fold(string name)
    {
        if (!name.Any(char.IsAsciiLetterUpper))
        {
            return name;
        }

        var folded = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            folded.Append(char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter);
        }

        return folded.ToString();
    }
}
