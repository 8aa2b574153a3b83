using System.Globalization;
using System.Text;

namespace Talentys.Projects.Resources;

/// <summary>Names of resources: they become names of schemas and tables.</summary>
internal static class ResourceName
{
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
}
