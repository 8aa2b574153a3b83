using System.Globalization;
using System.Text.RegularExpressions;

namespace Talentys.Projects.Settings;

/// <summary>Versions between bounds: <c>&gt;=0.1, &lt;2</c>. Left-out numbers are 0; what follows a hyphen does not count.</summary>
internal sealed partial class VersionRange
{
    private readonly IReadOnlyList<(string Sign, Version Bound)> bounds;

    private VersionRange(IReadOnlyList<(string Sign, Version Bound)> bounds) => this.bounds = bounds;

    /// <summary>Reads a range; null when the text is none.</summary>
    internal static VersionRange? Parse(string text)
    {
        List<(string, Version)> bounds = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var match = Bound().Match(part);
            if (!match.Success || Read(match.Groups["version"].Value) is not { } version)
            {
                return null;
            }

            bounds.Add((match.Groups["sign"].Value, version));
        }

        return new VersionRange(bounds);
    }

    /// <summary>Whether a version is within all bounds.</summary>
    internal bool Holds(string version)
    {
        var actual = Read(version.Split('-', '+')[0]) ?? throw new InvalidOperationException($"'{version}' is no version");
        return bounds.All(bound => bound.Sign switch
        {
            ">=" => actual >= bound.Bound,
            ">" => actual > bound.Bound,
            "<=" => actual <= bound.Bound,
            "<" => actual < bound.Bound,
            _ => actual == bound.Bound,
        });
    }

    private static Version? Read(string text)
    {
        int[] numbers = [0, 0, 0];
        var parts = text.Split('.');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i >= numbers.Length || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return new Version(numbers[0], numbers[1], numbers[2]);
    }

    [GeneratedRegex(@"\A(?<sign>>=|<=|>|<|==?|)\s*(?<version>[0-9.]+)\z")]
    private static partial Regex Bound();
}
