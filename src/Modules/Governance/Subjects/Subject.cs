using Talentys.Kernel;

namespace Talentys.Governance.Subjects;

/// <summary>Whom a rule is about: <c>group:crm</c>, <c>user:ann</c>, <c>service:loader</c>, <c>role:administrator</c> or <c>everyone</c>.</summary>
/// <param name="Sort">What is named.</param>
/// <param name="Name">Its name.</param>
internal sealed record Subject(SubjectSort Sort, string Name)
{
    /// <summary>The subject of a text; null when it is none.</summary>
    public static Subject? Read(string text)
    {
        if (text == "everyone")
        {
            return new Subject(SubjectSort.Everyone, "");
        }

        return text.Split(':', 2) switch
        {
            ["group", { Length: > 0 } name] => new Subject(SubjectSort.Group, name),
            ["user", { Length: > 0 } name] => new Subject(SubjectSort.User, name),
            ["service", { Length: > 0 } name] => new Subject(SubjectSort.Service, name),
            ["role", var name] when Roles.All.Contains(name) => new Subject(SubjectSort.Role, name),
            _ => null,
        };
    }

    /// <summary>Whether a principal is meant. A service account is never taken for a user of the same name.</summary>
    public bool Means(Principal principal) => Sort switch
    {
        SubjectSort.Everyone => true,
        SubjectSort.Group => principal.Groups.Contains(Name),
        SubjectSort.User => principal.Kind == PrincipalKind.User && string.Equals(principal.Name, Name, StringComparison.OrdinalIgnoreCase),
        SubjectSort.Service => principal.Kind == PrincipalKind.ServiceAccount && string.Equals(principal.Name, Name, StringComparison.Ordinal),
        _ => principal.Is(Name),
    };
}

/// <summary>What a subject names.</summary>
internal enum SubjectSort
{
    /// <summary>All principals.</summary>
    Everyone,

    /// <summary>Members of a group.</summary>
    Group,

    /// <summary>A person, also by an API key of theirs.</summary>
    User,

    /// <summary>A program with a key of its own.</summary>
    Service,

    /// <summary>Who has a role; higher roles include lower ones.</summary>
    Role,
}

/// <summary>Whom a rule applies to.</summary>
/// <param name="To">To whom; null for everyone.</param>
/// <param name="Except">But not to these.</param>
internal sealed record Audience(IReadOnlyList<Subject>? To, IReadOnlyList<Subject> Except)
{
    /// <summary>Whether a principal is in it. The platform itself never is: it works on true values.</summary>
    public bool Holds(Principal principal) =>
        principal.Kind != PrincipalKind.System
        && (To is null || To.Any(subject => subject.Means(principal)))
        && !Except.Any(subject => subject.Means(principal));
}
