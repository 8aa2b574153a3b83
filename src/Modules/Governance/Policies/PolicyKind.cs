using Talentys.Governance.Grants;
using Talentys.Kernel;

namespace Talentys.Governance.Policies;

/// <summary>The resource kind of <c>policies/*.yml</c>.</summary>
internal sealed class PolicyKind(ISqlExpressions expressions) : AdministratorsKind(KindName, "policies", Json)
{
    public const string KindName = "policy";

    private const string Json = """
        {
          "type": "object",
          "description": "An access policy: what is shown instead of values, which rows are there, and for whom.",
          "additionalProperties": false,
          "properties": {
            "description": {"type": "string", "description": "What the policy is for."},
            "tags": {
              "type": "object", "description": "Columns by tag, until a catalog says more: {pii.email: [\"crm.customers.email\"]}.",
              "additionalProperties": {"$ref": "#/$defs/names"}
            },
            "masks": {"type": "array", "description": "What is shown instead of the values of columns.", "items": {"$ref": "#/$defs/mask"}},
            "rows": {"type": "array", "description": "Which rows of tables are there.", "items": {"$ref": "#/$defs/row"}},
            "min_group_size": {
              "type": ["integer", "object"], "minimum": 2, "additionalProperties": false, "required": ["size", "on"],
              "description": "Least number of rows that an answer may tell of: a number for the tables of this file, or size and on.",
              "properties": {
                "size": {"type": "integer", "minimum": 2, "maximum": 1000000, "description": "The number of rows."},
                "on": {"$ref": "#/$defs/names"},
                "to": {"$ref": "#/$defs/names"},
                "except": {"$ref": "#/$defs/names"}
              }
            },
            "tests": {"type": "array", "description": "What principals must see: run by talentys policies test.", "items": {"$ref": "#/$defs/test"}}
          },
          "$defs": {
            "names": {"type": ["string", "array"], "items": {"type": "string"}, "description": "A name or pattern, or a list of them."},
            "mask": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "columns": {"$ref": "#/$defs/names"},
                "tag": {"type": "string", "description": "Columns that have this tag."},
                "mask": {
                  "type": ["string", "null"],
                  "description": "null, constant, pseudonym, hash, partial, email, year or month; or write sql instead."
                },
                "value": {"type": ["string", "number", "boolean"], "description": "The value of constant."},
                "keep": {"type": "integer", "minimum": 0, "maximum": 100, "description": "Last letters that partial keeps; 4 if it is not given."},
                "sql": {"type": "string", "description": "An expression over the columns of the table, shown instead of the value."},
                "to": {"$ref": "#/$defs/names"},
                "except": {"$ref": "#/$defs/names"}
              }
            },
            "row": {
              "type": "object", "additionalProperties": false, "required": ["on", "keep"],
              "properties": {
                "on": {"$ref": "#/$defs/names"},
                "keep": {"type": "string", "description": "A condition over the columns; rows for which it is not true are not there. It may ask current_user(), current_groups() and current_attribute('name')."},
                "having": {"type": "string", "description": "Only tables that have this column."},
                "to": {"$ref": "#/$defs/names"},
                "except": {"$ref": "#/$defs/names"}
              }
            },
            "test": {
              "type": "object", "additionalProperties": false, "required": ["as", "sql"],
              "properties": {
                "as": {"type": "string", "description": "Who asks: a user, or group:NAME for a reader who is in that group alone."},
                "sql": {"type": "string", "description": "The statement."},
                "expect": {"description": "What must come: a value, or a list of rows, each a list of values.", "type": ["string", "number", "boolean", "null", "array"]},
                "fails": {"type": "string", "description": "The code of the fault with which it must fail, such as query.table_not_found."}
              }
            }
          }
        }
        """;

    public override IEnumerable<Fault> Check(ResourceDocument document) => PolicyReader.Read(document, expressions).Faults;

    public override IEnumerable<Fault> CheckTogether(IReadOnlyList<ResourceDocument> documents) => GroupChecks.Unknown(documents);
}
