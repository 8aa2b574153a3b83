namespace Talentys.Architecture.Tests.Endpoints;

/// <summary>An endpoint as the rules see it.</summary>
/// <param name="Pattern">Method and path.</param>
/// <param name="Name">Its name, by which clients are generated.</param>
/// <param name="Tags">Its headings in the API's description.</param>
/// <param name="Authorized">It names who may call it.</param>
/// <param name="Anonymous">It says that anybody may call it.</param>
/// <param name="Responds">It says what it answers.</param>
/// <param name="TakesToken">Its handler can be cancelled.</param>
internal sealed record Route(string Pattern, string? Name, IReadOnlyList<string> Tags, bool Authorized, bool Anonymous, bool Responds, bool TakesToken);
