using System.Text.Json.Nodes;
using Talentys.Kernel;
using Talentys.Projects.Resources;
using Talentys.Projects.Settings;
using Talentys.TestSupport;

namespace Talentys.Projects.Tests;

/// <summary>A kind in a folder, with every part of the schema subset.</summary>
internal sealed class SourceLikeKind : IResourceKind
{
    private const string Json = """
        {
          "type": "object", "required": ["type"],
          "oneOf": [{"$ref": "#/$defs/files"}, {"$ref": "#/$defs/postgres"}],
          "$defs": {
            "files": {
              "type": "object", "required": ["type", "path"], "additionalProperties": false,
              "properties": {
                "type": {"const": "files"},
                "path": {"type": "string", "description": "Folder, file or glob."},
                "limit": {"type": ["string", "integer"]},
                "depth": {"type": "integer", "minimum": 0, "maximum": 9},
                "ratio": {"type": "number"},
                "header": {"type": "boolean"},
                "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$", "patternErrorMessage": "Small letters only."}},
                "streams": {"type": "object", "additionalProperties": {"$ref": "#/$defs/stream"}}
              }
            },
            "postgres": {
              "type": "object", "required": ["type", "url"], "additionalProperties": false,
              "properties": {
                "type": {"const": "postgres"},
                "url": {"type": "string", "writeOnly": true, "pattern": "^\\$\\{secret:[A-Z_]+\\}$"},
                "when": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "enum": ["always", "never"]}]}
              }
            },
            "stream": {
              "type": ["object", "null"], "additionalProperties": false,
              "properties": {"read": {"type": "string", "enum": ["full", "incremental"]}, "write": {"type": "string"}}
            }
          }
        }
        """;

    public string Name => "source";

    public string Location => "sources";

    public JsonObject Schema { get; } = JsonNode.Parse(Json)!.AsObject();

    public IEnumerable<Fault> Check(ResourceDocument document) => [];

    public IEnumerable<Fault> CheckSaving(ResourceDocument document, ResourceDocument? before, Principal principal) =>
        document.Root["path"] is { } path && document.Root.Text("path") == "/etc" && !principal.Is(Roles.Administrator)
            ? [document.FaultAt(path, "test.denied", "Not there.")]
            : [];

    internal static ProjectResources Resources(TempFolder folder) =>
        new(new PlatformFolders(folder.Path, folder[".talentys"]), [new ProjectKind(), new SourceLikeKind()]);

    /// <summary>Each fault on a line: place, code, message and mend.</summary>
    internal static async Task<string> ToldAsync(TempFolder folder)
    {
        var set = await Resources(folder).LoadAsync(null, CancellationToken.None);
        return string.Join('\n', set.Faults.Select(fault => $"{fault.Code} {fault}"));
    }
}
