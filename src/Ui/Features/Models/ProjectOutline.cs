using Talentys.Contracts;

namespace Talentys.Ui.Features.Models;

/// <summary>The nodes of a project as the pages look at them: each with its tests, what needs it, and how it fares with all that.</summary>
public sealed class ProjectOutline
{
    /// <summary>Word for a node that no build has done.</summary>
    public const string Never = "never";

    private readonly Dictionary<string, NodeDto> byId;
    private readonly ILookup<string, NodeDto> tests;
    private readonly ILookup<string, string> neededBy;
    private readonly Func<NodeDto, NodeResultDto?> result;

    /// <summary>Looks at nodes.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="result">How one of them went last.</param>
    public ProjectOutline(IReadOnlyList<NodeDto> nodes, Func<NodeDto, NodeResultDto?> result)
    {
        (Nodes, this.result) = (nodes, result);
        byId = nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        tests = nodes.Where(IsTest).SelectMany(test => (test.TestOf is { } at ? [at] : test.Needs).Select(tested => (tested, test))).ToLookup(pair => pair.tested, pair => pair.test, StringComparer.Ordinal);
        neededBy = nodes.Where(node => !IsTest(node)).SelectMany(node => node.Needs.Select(need => (need, node.Id))).ToLookup(pair => pair.need, pair => pair.Id, StringComparer.Ordinal);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<NodeDto> Nodes { get; }

    /// <summary>Whether a node only looks at others.</summary>
    public static bool IsTest(NodeDto node) => node.Kind is "test" or "unit_test";

    /// <summary>A node; null when there is none, or when it may not be seen.</summary>
    public NodeDto? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The tests of a node.</summary>
    public IEnumerable<NodeDto> TestsOf(string id) => tests[id];

    /// <summary>Ids of what needs a node, tests left out.</summary>
    public IEnumerable<string> NeededBy(string id) => neededBy[id];

    /// <summary>How a node went last.</summary>
    public NodeResultDto? ResultOf(NodeDto node) => result(node);

    /// <summary>How a node fares: by itself, and where that is well by its tests. A state of a result, or <see cref="Never"/>; a source of which no test is known has none.</summary>
    public string StateOf(NodeDto node)
    {
        var own = result(node)?.State;
        if (own is not (null or "succeeded"))
        {
            return own;
        }

        var states = tests[node.Id].Select(test => result(test)?.State).ToList();
        return states.Contains("failed") ? "failed" : states.Contains("warned") ? "warned" : own ?? (node.Steps.Count > 0 ? Never : states.Contains("succeeded") ? "succeeded" : "");
    }

    /// <summary>Tests of a node that failed, and those that are known.</summary>
    public (int Failed, int All) CountTests(string id) => (tests[id].Count(test => result(test)?.State is "failed"), tests[id].Count());

    /// <summary>A node with its neighbours at most so many steps away, above and below.</summary>
    public IReadOnlySet<string> Around(string id, int steps)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { id };
        Walk(one => Find(one)?.Needs ?? []);
        Walk(one => neededBy[one]);
        return found;

        void Walk(Func<string, IEnumerable<string>> next)
        {
            var front = new List<string> { id };
            for (var step = 0; step < steps && front.Count > 0; step++)
            {
                front = [.. front.SelectMany(next).Where(one => byId.ContainsKey(one)).Distinct().Where(found.Add)];
            }
        }
    }
}
