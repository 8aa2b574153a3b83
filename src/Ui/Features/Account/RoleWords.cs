namespace Talentys.Ui.Features.Account;

/// <summary>Roles in words.</summary>
internal static class RoleWords
{
    /// <summary>The roles, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = ["reader", "engineer", "administrator"];

    /// <summary>A role's word in English.</summary>
    public static string Of(string role) => role switch
    {
        "administrator" => "Administrator",
        "engineer" => "Engineer",
        "reader" => "Reader",
        _ => role,
    };
}
