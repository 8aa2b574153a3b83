using System.Text;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Replaces <c>${env:NAME}</c> and <c>${secret:NAME}</c> in a text. What it returns is secret: it goes to the one who needs it and nowhere else.</summary>
public sealed partial class SecretReferences(ISecrets secrets)
{
    // the server's own settings hold the passwords of the platform itself: nothing for those who write sources
    private const string OwnSettings = "TALENTYS_";

    /// <summary>The text with its references replaced.</summary>
    /// <exception cref="FaultException"><c>secrets.missing</c>, <c>secrets.env_missing</c>, <c>secrets.env_denied</c>, all of them at once.</exception>
    public async Task<string> ResolveAsync(string organisation, string text, CancellationToken cancellationToken)
    {
        var resolved = new StringBuilder(text.Length);
        var faults = new List<Fault>();
        var end = 0;
        foreach (Match match in Reference().Matches(text))
        {
            var name = match.Groups["name"].Value;
            var found = match.Groups["kind"].Value == "env"
                ? OfEnvironment(name)
                : await OfSecretsAsync(organisation, name, cancellationToken);
            resolved.Append(text, end, match.Index - end);
            end = match.Index + match.Length;
            if (found.TryGet(out var value, out var problems))
            {
                resolved.Append(value);
            }
            else
            {
                faults.AddRange(problems);
            }
        }

        return faults.Count == 0 ? resolved.Append(text, end, text.Length - end).ToString() : throw new FaultException(faults);
    }

    /// <summary>Whether a text holds a reference.</summary>
    public static bool IsIn(string text) => Reference().IsMatch(text);

    private static Result<string> OfEnvironment(string name)
    {
        if (name.StartsWith(OwnSettings, StringComparison.OrdinalIgnoreCase))
        {
            return Fault.Invalid(
                "secrets.env_denied", "The server's own settings cannot be referred to.", $"${{env:{name}}}", "Use another name, or a secret.");
        }

        return Environment.GetEnvironmentVariable(name) is { } value
            ? value
            : Fault.Invalid(
                "secrets.env_missing", $"The environment variable `{name}` is not set where the server runs.", $"${{env:{name}}}",
                "Set it and start the server again, or use a secret.");
    }

    private async Task<Result<string>> OfSecretsAsync(string organisation, string name, CancellationToken cancellationToken) =>
        await secrets.FindAsync(organisation, name, cancellationToken) is { } value
            ? value
            : Fault.Invalid(
                "secrets.missing", $"There is no secret `{name}`.", $"${{secret:{name}}}", $"Set it: talentys secrets set {name}");

    [GeneratedRegex(@"\$\{(?<kind>env|secret):(?<name>[A-Za-z_][A-Za-z0-9_.-]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
