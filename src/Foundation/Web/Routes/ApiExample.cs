using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Talentys.Web;

/// <summary>An example of a request and of its answer, as JSON.</summary>
internal sealed record ApiExample(string? Request, string Answer)
{
    /// <summary>Shows it in the description of an operation.</summary>
    internal void AddTo(OpenApiOperation operation)
    {
        Show(operation.RequestBody?.Content, Request);
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status.StartsWith('2'))
            {
                Show(response.Content, Answer);
            }
        }
    }

    private static void Show(IEnumerable<KeyValuePair<string, OpenApiMediaType>>? contents, string? json)
    {
        foreach (var (media, content) in contents ?? [])
        {
            if (json is not null && media == "application/json")
            {
                content.Example = JsonNode.Parse(json);
            }
        }
    }
}
