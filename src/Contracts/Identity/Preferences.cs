namespace Talentys.Contracts;

/// <summary>How a user likes the page; kept with the user, so that it follows from browser to browser.</summary>
/// <param name="Theme"><c>light</c>, <c>dark</c> or <c>system</c>.</param>
/// <param name="Language"><c>en</c>, <c>fr</c> or empty for the browser's.</param>
/// <param name="Density"><c>comfortable</c> or <c>compact</c>.</param>
/// <param name="TimeZone">IANA name such as <c>Europe/Paris</c>, or empty for the browser's.</param>
/// <param name="Numbers">Language whose way of writing numbers is used (<c>en</c>, <c>fr</c>, <c>de</c>, ...), or empty for the language's own.</param>
public sealed record Preferences(
    string Theme = "system", string Language = "", string Density = "comfortable", string TimeZone = "", string Numbers = "");
