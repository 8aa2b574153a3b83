using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Identity.Users;

/// <summary>Names of users: in lower case, so that nobody can look like another.</summary>
internal static partial class UserName
{
    internal const int MaxLength = 100;

    /// <summary>The name as it is stored.</summary>
    /// <exception cref="FaultException"><c>identity.user_name_invalid</c>.</exception>
    internal static string Parse(string text)
    {
        var name = Normalise(text);
        return Shape().IsMatch(name)
            ? name
            : throw new FaultException(Fault.Invalid(
                "identity.user_name_invalid", "The name of the user is not a valid one.", "name",
                "Use up to 100 letters a to z, digits and . _ - @ +, beginning with a letter or digit."));
    }

    /// <summary>The name as it is looked up; valid or not.</summary>
    internal static string Normalise(string text) => text.Trim().ToLowerInvariant();

    [GeneratedRegex("^[a-z0-9][a-z0-9._@+-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
