using Talentys.Kernel;

namespace Talentys.Lake.Tests.Tables;

/// <summary>A project's file with one environment: <c>envs: NAME: lake: PLACE</c>.</summary>
internal sealed class OneProject(string line) : IResources
{
    public Task<ResourceSet> LoadAsync(string? kind, CancellationToken cancellationToken)
    {
        Assert.Equal("project", kind);
        var words = line.Split(": ");
        ResourceNode node = new ResourceNode.Scalar(words[^1], false, 1, 1);
        foreach (var word in words[..^1].Reverse())
        {
            node = new ResourceNode.Mapping([new ResourceNode.Entry(new ResourceNode.Scalar(word, false, 1, 1), node)], 1, 1);
        }

        return Task.FromResult(new ResourceSet([new ResourceDocument("project", "talentys", "talentys.yml", (ResourceNode.Mapping)node)], []));
    }
}
