using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Projects.Resources;

/// <summary>Names of resources: they become names of schemas and tables.</summary>
internal static partial class ResourceName
{
    /// <summary>Longest name: file systems take 255 bytes, with an ending and what a table adds.</summary>
    internal const int Longest = 100;

    /// <summary>What is wrong with a name; none or one.</summary>
    /// <param name="kind">Kind of the resource.</param>
    /// <param name="name">The name.</param>
    /// <param name="place">Where it stands: a file, or a field.</param>
    internal static IEnumerable<Fault> Check(string kind, string name, string place)
    {
        if (!Identifier().IsMatch(name))
        {
            yield return Fault.Invalid(
                "projects.name", $"'{name}' cannot be the name of a {kind}: names are small letters, digits and underscores, and begin with a letter.",
                place, $"Rename the file to {Near(name)}.yml.");
        }
    }

    /// <summary>What is wrong with the name of a file that the platform would write; none or one.</summary>
    internal static IEnumerable<Fault> CheckNew(string kind, string name)
    {
        if (!Identifier().IsMatch(name) || name.Length > Longest)
        {
            yield return Fault.Invalid(
                "projects.name", $"This cannot be the name of a {kind}: names are up to {Longest} small letters, digits and underscores, and begin with a letter.",
                "name", $"Name it {Near(name.Length > Longest ? name[..Longest] : name)}.");
        }
        else if (Device().IsMatch(name))
        {
            yield return Fault.Invalid("projects.name", $"'{name}' is the name of a device on some machines.", "name", $"Name it {name}_1.");
        }
    }

    /// <summary>The valid name that is nearest to what was typed: <c>Ventes-Été 2</c> gives <c>ventes_ete_2</c>.</summary>
    internal static string Near(string typed)
    {
        var name = new StringBuilder();
        foreach (var letter in typed.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                name.Append(char.ToLowerInvariant(letter));
            }
            else if (char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        var near = name.ToString().Trim('_');
        return near.Length > 0 && char.IsAsciiLetter(near[0]) ? near : $"r_{near}".TrimEnd('_');
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])\z")]
    private static partial Regex Device();
}
