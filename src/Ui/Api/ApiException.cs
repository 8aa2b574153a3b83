using Talentys.Contracts;

namespace Talentys.Ui.Api;

/// <summary>The server refused a request, or did not answer it.</summary>
public sealed class ApiException(Problem problem, Exception? inner = null) : Exception(problem.Detail, inner)
{
    private const string UnreachableCode = "ui.unreachable";

    /// <summary>What the server said.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>Whether nobody answered.</summary>
    public bool IsUnreachable => Problem.Code == UnreachableCode;

    internal static ApiException Unreachable(Exception inner) => new(
        new Problem("about:blank", "", 0, UnreachableCode, "The server does not answer.", null, "It is tried again by itself.", [], ""), inner);

    internal static Problem Strange(int status) => new(
        "about:blank", "", status, "ui.answer_unknown", "Something between this page and the server answered in its place.", null,
        "Try again; if it stays, look at the proxy in front of the server.", [], "");
}
