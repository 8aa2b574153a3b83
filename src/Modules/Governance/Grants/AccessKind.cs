using Talentys.Kernel;

namespace Talentys.Governance.Grants;

/// <summary>The resource kind of <c>access.yml</c>.</summary>
internal sealed class AccessKind() : AdministratorsKind(KindName, "access.yml", Json)
{
    public const string KindName = "access";

    private const string Json = """
        {
          "type": "object",
          "description": "Groups, who is in them, and what they may read and change.",
          "additionalProperties": false,
          "properties": {
            "groups": {
              "type": "object", "description": "Groups by name.",
              "additionalProperties": {
                "type": ["object", "null"], "additionalProperties": false,
                "properties": {
                  "description": {"type": "string", "description": "Who they are."},
                  "attributes": {"$ref": "#/$defs/names"},
                  "members": {"$ref": "#/$defs/names"}
                }
              }
            },
            "users": {
              "type": "object", "description": "Users by name: their groups, and values of attributes.",
              "additionalProperties": {
                "type": ["object", "null"], "additionalProperties": false,
                "properties": {
                  "groups": {"$ref": "#/$defs/names"},
                  "attributes": {
                    "type": "object", "description": "Values by attribute.",
                    "additionalProperties": {"type": ["string", "number", "array"], "items": {"type": ["string", "number"]}}
                  }
                }
              }
            },
            "grants": {
              "type": "array", "description": "Who may do what. Once reading or writing is granted to anybody, others than administrators have what is granted to them.",
              "items": {
                "type": "object", "additionalProperties": false, "required": ["to", "can", "on"],
                "properties": {
                  "to": {"$ref": "#/$defs/names"},
                  "can": {"type": "string", "enum": ["read", "write", "none"], "description": "write includes read; none beats all others."},
                  "on": {"$ref": "#/$defs/names"}
                }
              }
            }
          },
          "$defs": {
            "names": {"type": ["string", "array"], "items": {"type": "string"}, "description": "A name or pattern, or a list of them."}
          }
        }
        """;

    public override IEnumerable<Fault> Check(ResourceDocument document) => AccessReader.Read(document).Faults;
}
